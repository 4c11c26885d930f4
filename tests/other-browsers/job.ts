import { statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { FormId } from '../../src/core/form/form-id'
import { base, sample, target } from '../engines/samples'
import { checkAndRestore, tellDamage } from './check-and-restore'
import { byTestId, type Open } from './page'
import { slimByCore } from './slim-by-core'

const packings = ['gz', 'zst', 'xz', 'bz2', 'zip'] as const

export function theJob(open: Open): void {
  test('the built-in sample goes all the way', async () => {
    const page = await open()
    await page.click(byTestId('sample'))
    const [plan] = await page.plans()
    expect(plan).toMatchObject({ shed: 1 })
    const { name, bytes } = await page.save()
    expect([name, bytes.length]).toEqual(['sample-app.slim.tar', plan?.kept])
  })

  test.for<FormId>(['universal', 'as-is'])('%s: what it saves is what the core makes, to the byte', async (form) => {
    const page = await open()
    await page.give('base', base('docker20'))
    await page.give('target', target('docker20'))
    await page.choose('form', form)
    const [plan] = await page.plans()
    const { name, bytes } = await page.save()
    const expected = await slimByCore('docker20-ip-server.tar', 'docker20-base.tar', form)
    expect(name).toBe('docker20-ip-server.slim.tar')
    expect(bytes.equals(expected)).toBe(true)
    expect(plan).toEqual({ total: statSync(target('docker20')).size, kept: expected.length, shed: 1 })
  })

  test.for(packings)('an archive packed as %s is read, and saved as its plain one is', async (ending) => {
    const page = await open()
    await page.give('base', base('docker20'))
    await page.give('target', sample(`docker20-ip-server.tar.${ending}`.replace('.tar.zip', '.zip')))
    await page.plans()
    const { bytes } = await page.save()
    expect(bytes.equals(await slimByCore('docker20-ip-server.tar', 'docker20-base.tar', 'universal'))).toBe(true)
  })

  test('gzipped on the way out, and all as one zip', async () => {
    const page = await open()
    await page.give('base', base('docker20'))
    await page.give('target', target('docker20'), sample('docker20-web.tar'))
    await page.plans(2)
    const expected = await Promise.all(
      ['docker20-ip-server.tar', 'docker20-web.tar'].map((name) => slimByCore(name, 'docker20-base.tar', 'universal')),
    )
    const zip = await page.save(byTestId('save-all'))
    expect(zip.name).toBe('slim-images.zip')
    expect(expected.map((bytes) => zip.bytes.includes(bytes))).toEqual([true, true])
    await page.click(byTestId('compress'))
    const gzipped = await page.save()
    expect(gzipped.name).toBe('docker20-ip-server.slim.tar.gz')
    expect(gunzipSync(gzipped.bytes).equals(expected[0]!)).toBe(true)
  })

  test('a base gives its fingerprint, and a layer can be looked into', async () => {
    const page = await open()
    await page.give('base', base('docker20'))
    const { bytes } = await page.save(byTestId('fingerprint'))
    expect(bytes.length).toBeLessThan(16 * 1024)
    await page.give('target', target('docker20'))
    await page.plans()
    await page.click(`${byTestId('plan')} ${byTestId('open-layer')}`)
    await page.there(byTestId('layer-line'))
    await page.driver.press('Escape')
    await page.gone('dialog[open]')
  })

  test('a site is remembered over a reload, stands for the base, and is forgotten', async () => {
    const page = await open()
    await page.give('base', base('docker20'))
    await page.there(byTestId('fingerprint'))
    await page.click(byTestId('sites'))
    await page.fill('site-name', 'Plant 7')
    await page.click(byTestId('site-keep'))
    await page.there(byTestId('site'))
    await open()
    await page.click(byTestId('pick-site'))
    await page.give('target', target('docker20'))
    expect(await page.plans()).toMatchObject([{ shed: 1 }])
    await page.save()
    await page.click(byTestId('deliver'))
    await page.there(byTestId('delivered'))
    await page.click(byTestId('sites'))
    await page.click(byTestId('site-forget'))
    await page.gone(byTestId('site'))
  })

  test('an archive is checked, restored and joined, the check by keyboard', async () => checkAndRestore(await open()))

  test('what is damaged within is found, and its report saved', async () => tellDamage(await open()))

  test('a damaged file is told, not hung on', async () => {
    const page = await open()
    await page.give('target', sample('opening.ts'))
    await page.there(`${byTestId('error')}[data-code="plain-text"]`)
  })

  test('in Chinese, and still so after a reload', async () => {
    const page = await open()
    await page.choose('language', 'zh-CN')
    await page.until(`document.documentElement.lang === 'zh-CN'`)
    await open()
    expect(await page.text('main section h2')).toContain('目标端已有')
    await page.choose('language', 'en')
    await page.until(`document.documentElement.lang === 'en'`)
  })

  test('with the keyboard alone the file pickers are reached, seen and pressed', async () => {
    const page = await open()
    // The dialog that follows is the browser's own, and nobody could close it.
    await page.driver.evaluate(`(() => {
      window.pressed = []
      addEventListener('click', (event) => {
        if (event.target.type !== 'file' || !event.isTrusted) return
        event.preventDefault()
        pressed.push(event.target.dataset.testid)
      }, true)
    })()`)
    for (const id of ['base-input', 'target-input']) {
      await page.tabTo(byTestId(id))
      const outline = await page.driver.evaluate<string>(
        `getComputedStyle(document.querySelector('${byTestId(id)}').closest('label')).outlineStyle`,
      )
      expect(outline).toBe('solid')
      await page.driver.press('Space')
    }
    await page.until(`pressed.length === 2`)
    expect(await page.driver.evaluate('pressed')).toEqual(['base-input', 'target-input'])
  })
}
