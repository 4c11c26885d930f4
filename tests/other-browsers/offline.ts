import { expect, test } from 'vitest'
import { serveStatic } from '../browser/static-server'
import { base, sample, target } from '../engines/samples'
import { checkAndRestore } from './check-and-restore'
import { byTestId, type Open } from './page'
import { slimByCore } from './slim-by-core'

export function offline(open: Open): void {
  test('opened once, it does the whole job with its server gone, decoders and all', async () => {
    const server = await serveStatic('dist', '/layershed/')
    const page = await open(server.url)
    await page.there(byTestId('offline-ready'))
    await server.stop()
    await page.open(server.url)
    await page.give('base', base('docker20'))
    await page.give('target', target('docker20'))
    await page.plans()
    const { bytes } = await page.save()
    expect(bytes.equals(await slimByCore('docker20-ip-server.tar', 'docker20-base.tar', 'universal'))).toBe(true)
    await page.give('target', sample('docker20-ip-server.tar.zst'), sample('docker20-web.tar'))
    await page.plans(3)
    expect((await page.save(byTestId('save-all'))).name).toBe('slim-images.zip')
    await page.open(server.url)
    await checkAndRestore(page)
  })
}
