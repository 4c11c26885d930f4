import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { faultsWith } from '../fixtures/carried'
import { inDirectory } from '../fixtures/gnu-tar'
import { byTestId, type DrivenPage } from './page'
import { slimByCore } from './slim-by-core'

const WHOLE = `${byTestId('check-report')}[data-verdict="whole"]`

/** Slim archives on one base, in a folder. */
async function slimInto(folder: string): Promise<readonly [string, string]> {
  const slim = async (name: string) => {
    const path = join(folder, name.replace('.tar', '.slim.tar'))
    writeFileSync(path, await slimByCore(name, 'docker20-base.tar', 'as-is'))
    return path
  }
  return [await slim('docker20-ip-server.tar'), await slim('docker20-web.tar')]
}

/** On an empty page: a base is checked by the keyboard alone, a slim archive restored by it, and two are joined. */
export const checkAndRestore = (page: DrivenPage) =>
  inDirectory(async (folder) => {
    const [slim, other] = await slimInto(folder)
    await page.give('base', base('docker20'))
    await page.there(byTestId('check'))
    await page.tabTo(byTestId('check'))
    await page.driver.press('Enter')
    await page.there(WHOLE)

    await page.give('target', slim)
    await page.there(byTestId('restore'))
    const whole = await page.save(byTestId('restore'))
    expect(whole.name).toBe('docker20-ip-server.tar')
    expect(whole.bytes.equals(readFileSync(target('docker20')))).toBe(true)

    await page.give('target', other)
    await page.there(byTestId('join'))
    const joined = await page.save(byTestId('join'))
    expect(joined.name).toBe('joined-images.tar')
    expect(await faultsWith([], Uint8Array.from(joined.bytes))).toEqual([])
  })

/** A damaged archive is told as that, and its report can be saved. */
export const tellDamage = (page: DrivenPage) =>
  inDirectory(async (folder) => {
    const bytes = Uint8Array.from(readFileSync(sample('docker20-web.tar')))
    bytes[Buffer.from(bytes).lastIndexOf('layer.tar\0') + 4096]! ^= 1
    const path = join(folder, 'damaged.tar')
    writeFileSync(path, bytes)
    await page.give('target', path)
    await page.there(byTestId('check'))
    await page.click(byTestId('check'))
    await page.there(byTestId('check-report'))
    const { name } = await page.save(byTestId('check-json'))
    expect(name).toBe('damaged.check.json')
  })
