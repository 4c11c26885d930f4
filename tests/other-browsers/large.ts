import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inDirectory } from '../fixtures/gnu-tar'
import { destinationOf, slimmed } from '../fixtures/opening'
import { concat, fileOf, headerBytes, memberBytes, tarOf } from '../fixtures/tar'
import type { OtherBrowser } from './driver'
import { growthOf } from './processes'
import { byTestId, type Open } from './page'

const MB = 1_000_000
const LAYER = 300 * MB - ((300 * MB) % 512)

/** Of the layer that is kept it must be right: what a save keeps is hashed. */
const diffId = (layer: string) => `sha256:${layer === 'b' ? sumOfZeros(LAYER) : layer.repeat(64)}`

function sumOfZeros(length: number): string {
  const zeros = Buffer.alloc(MB)
  const hash = createHash('sha256')
  for (let left = length; left > 0; left -= MB) hash.update(zeros.subarray(0, Math.min(left, MB)))
  return hash.digest('hex')
}

/** What the archive has besides its layers. */
const described = (...layers: string[]) => [
  {
    name: 'config.json',
    body: JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: layers.map(diffId) },
    }),
  },
  {
    name: 'manifest.json',
    body: JSON.stringify([
      { Config: 'config.json', RepoTags: ['large:1'], Layers: layers.map((layer) => `${layer}/layer.tar`) },
    ]),
  },
]

const base = tarOf([...described('a'), { name: 'a/layer.tar', body: 'the base' }])

/** On the base one large layer, which is a hole in the file. */
function writeTarget(path: string): void {
  const before = concat(
    ...[...described('a', 'b'), { name: 'a/layer.tar', body: 'the base' }].map(memberBytes),
    headerBytes({ name: 'b/layer.tar', size: LAYER }),
  )
  writeFileSync(path, before)
  truncateSync(path, before.length + LAYER + 1024)
}

async function sumOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

export function large(open: Open, name: OtherBrowser['name']): void {
  test('a large archive is saved whole, and never held in memory', () =>
    inDirectory(async (folder) => {
      const [basePath, targetPath] = [join(folder, 'base.tar'), join(folder, 'large.tar')]
      writeFileSync(basePath, base)
      writeTarget(targetPath)
      const page = await open()
      await page.give('base', basePath)
      await page.give('target', targetPath)
      const [plan] = await page.plans()
      await page.driver.evaluate(`(() => {
        const given = URL.createObjectURL
        URL.createObjectURL = (blob) => given((window.handed = blob))
      })()`)
      let path = ''
      const growth = await growthOf(page.driver.pid, async () => ({ path } = await page.download(byTestId('save'))))
      expect(statSync(path).size).toBe(plan?.kept)
      const { output } = await slimmed(
        Object.assign(await openAsBlob(targetPath), { name: 'large.tar' }),
        await destinationOf([fileOf(base)]),
        'universal',
      )
      expect(await sumOf(createReadStream(path))).toBe(await sumOf(output.stream()))
      expect(growth).toBeLessThan(LAYER / 2)
      // By way of the origin's own file system in Firefox, as one file; straight from the parts elsewhere.
      expect(await page.driver.evaluate('window.handed instanceof File')).toBe(name === 'Firefox')
    }))
}
