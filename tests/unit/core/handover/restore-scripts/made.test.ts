import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfSeed, changedLayers } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import type { NamedBlob } from '../../../../../src/core/file'
import { sampleFile } from '../../../../fixtures/opening'
import { Desk } from '../../../../fixtures/restoring-by-script'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const desk = new Desk()

/** What the page made compact, the scripts make whole as the page does. */
async function isWholeByScript(target: NamedBlob, base: NamedBlob, codec: 'zstd' | 'gzip') {
  const { bytes, plan } = await compacted(target, [base], codec)
  desk.put('app.compact.tar', bytes)
  desk.put('base.tar', new Uint8Array(await base.arrayBuffer()))
  const { state, out, said } = await desk.runBoth(['app.compact.tar', 'base.tar'])
  expect([state, said]).toEqual([0, expect.stringMatching(/^OK: /)])
  expect(out.equals(await uncompacted(fileOf(bytes, 'app.compact.tar'), [base]))).toBe(true)
  return { out, frame: plan.frame }
}

test.each([
  ['docker20', 'docker28-classic'],
  ['docker28-classic', 'podman4-oci-archive'],
  ['docker28-containerd-gzip', 'docker28-containerd-gzip'],
  ['podman4-docker-archive', 'skopeo-oci-gzip'],
])('%s from the base of %s', async (target, base) => {
  const files = await Promise.all([`${target}-ip-server.tar`, `${base}-base.tar`].map(sampleFile))
  const { out, frame } = await isWholeByScript(files[0]!, files[1]!, 'zstd')
  expect(frame).toBe('own')
  expect(out.equals(readFileSync(`tests/fixtures/${target}-ip-server.tar`))).toBe(true)
})

const layer = (seed: number, size = 200_000): Bytes => tarOf([{ name: 'data', body: bytesOfSeed(seed, size) }])

function over(bytes: Bytes, at: number): Bytes {
  const changed = bytes.slice()
  changed.set(bytesOfSeed(6, 100), at)
  return changed
}

test.each(['zstd', 'gzip'] as const)('a rebuilt image, by %s', async (codec) => {
  const old = fileOf(imageOfLayers([layer(1), layer(2), layer(3)]), 'old.tar')
  const fresh = imageOfLayers([over(layer(1), 70_000), layer(2), over(layer(3), 9_000), layer(4)])
  const { out } = await isWholeByScript(fileOf(fresh, 'new.tar'), old, codec)
  expect(out.equals(fresh)).toBe(true)
})

test('packed layers that come back plain', async () => {
  const old = fileOf(imageOfLayers([layer(1, 900_000), layer(2)], 'gzip'), 'old.tar')
  const fresh = imageOfLayers([over(layer(1, 900_000), 30_000), layer(2)], 'gzip-0')
  const { frame } = await isWholeByScript(fileOf(fresh, 'new.tar'), old, 'zstd')
  expect(frame).toBe('universal')
})

test('whatever became of random trees, page, perl and python make the same of it: the original', async () => {
  const pairs = fc.array(changedLayers, { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(pairs, fc.constantFrom('zstd', 'gzip'), async (pairs, codec) => {
      const old = fileOf(imageOfLayers(pairs.map(({ old }) => old)), 'old.tar')
      const fresh = imageOfLayers(pairs.map(({ fresh }) => fresh))
      const { out } = await isWholeByScript(fileOf(fresh, 'new.tar'), old, codec)
      expect(out.equals(fresh)).toBe(true)
    }),
    { numRuns: 20 },
  )
})
