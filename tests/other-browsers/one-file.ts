import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { checkAndRestore } from './check-and-restore'
import { comesBack } from './compact'
import { byTestId, type DrivenPage, type Open } from './page'
import { slimByCore } from './slim-by-core'

export function oneFile(open: Open): void {
  /** The one file alone in a folder, opened from disk; and opened once more. */
  const onStick = (work: (page: DrivenPage, again: () => Promise<DrivenPage>) => Promise<void>) =>
    inDirectory(async (folder) => {
      cpSync('dist/layershed.html', join(folder, 'layershed.html'))
      const openHere = () => open(pathToFileURL(join(folder, 'layershed.html')).href)
      await work(await openHere(), openHere)
    })

  test('from a stick it does the same job, to the byte, gzipped too', () =>
    onStick(async (page) => {
      await page.give('base', base('docker20'))
      await page.give('target', target('docker20'))
      await page.plans()
      const expected = await slimByCore('docker20-ip-server.tar', 'docker20-base.tar', 'universal')
      expect((await page.save()).bytes.equals(expected)).toBe(true)
      await page.click(byTestId('compress'))
      expect(gunzipSync((await page.save()).bytes).equals(expected)).toBe(true)
    }))

  test('from a stick it reads every packing, and writes all as one zip', () =>
    onStick(async (page) => {
      const packed = ['tar.gz', 'tar.zst', 'tar.xz', 'tar.bz2', 'zip'].map((end) => sample(`docker20-ip-server.${end}`))
      await page.give('base', base('docker20'))
      await page.give('target', ...packed)
      const plans = await page.plans(packed.length)
      const expected = await slimByCore('docker20-ip-server.tar', 'docker20-base.tar', 'universal')
      expect(plans.map(({ kept }) => kept)).toEqual(packed.map(() => expected.length))
      const zip = await page.save(byTestId('save-all'))
      expect(zip.bytes.length).toBeGreaterThan(packed.length * expected.length)
      expect(zip.bytes.includes(expected)).toBe(true)
    }))

  test('from a stick what changed inside layers is carried, and comes back whole', () =>
    onStick((_, again) => comesBack(again, 'zstd')))

  test('from a stick it checks, restores and joins', () => onStick(checkAndRestore))

  test('from a stick the sample goes all the way, layers open, and in Chinese', () =>
    onStick(async (page) => {
      await page.choose('language', 'zh-CN')
      await page.click(byTestId('sample'))
      const [plan] = await page.plans()
      expect((await page.save()).bytes.length).toBe(plan?.kept)
      await page.click(`${byTestId('plan')} ${byTestId('open-layer')}`)
      await page.there(byTestId('layer-line'))
    }))
}
