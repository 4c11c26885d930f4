import { expect, test, vi } from 'vitest'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { digestOf, type Packing } from '../../../../fixtures/layers'
import { readTar } from '../../../../fixtures/read-tar'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

// Whoever reads takes as much as ever.
vi.mock(import('../../../../../src/core/delta/parse-note'), async (original) => {
  const module = await original()
  return { ...module, NOTE_LIMIT: { ...module.NOTE_LIMIT, bytes: 2000 } }
})

const layer = (seed: number, size: number): Bytes => tarOf([{ name: `data-${seed}`, body: bytesOfSeed(seed, size) }])
const over = (bytes: Bytes): Bytes => {
  const changed = bytes.slice()
  changed.set(bytesOfSeed(99, 40), 3000)
  return changed
}
const sizes = Array.from({ length: 20 }, (_, at) => 5000 + 1000 * at)
const large = layer(50, 400_000)

test.each([
  ['tar', 'tar'],
  ['gzip', 'gzip-0'],
] as const)('more layers than a note can speak of: the largest are left out, %s of %s', async (there, packing) => {
  const olds = sizes.map((size, at) => layer(at + 1, size))
  const base = fileOf(imageOfLayers([large, ...olds], there as Packing), 'base.tar')
  const news = [large, ...olds.map((old, at) => (at % 2 === 0 ? old : over(old)))]
  const target = imageOfLayers(news, packing)
  const { bytes, plan } = await compacted(fileOf(target, 'app.tar'), [base])
  expect(plan.frame).toBe(packing === 'tar' ? 'own' : 'universal')
  const [note, ...others] = readTar(bytes)
  expect(note!.body.length).toBeLessThanOrEqual(2000)
  const said = Buffer.from(note!.body).toString()
  const isSaid = news.map((one) => said.includes(digestOf(one).slice('sha256:'.length)))
  expect([isSaid[0], isSaid.at(-1), isSaid.filter((one) => !one).length > 2]).toEqual([true, true, true])
  const ops = others.filter(({ name }) => name.endsWith('/ops'))
  expect(said.match(/^layer /gm)).toHaveLength(ops.length)
  const whole = await uncompacted(fileOf(bytes, 'app.compact.tar'), [base])
  if (packing === 'tar') expect(Buffer.compare(whole, target)).toBe(0)
  else expect(whole.length).toBeGreaterThan(news.reduce((sum, { length }) => sum + length, 0))
})
