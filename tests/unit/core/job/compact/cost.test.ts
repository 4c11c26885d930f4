import { expect, test } from 'vitest'
import { costOf } from '../../../../../src/core/job/compact/cost'
import { toUnpack } from '../../../../../src/core/job/compact/plan'
import { planWithRepeated } from '../../../../../src/core/job/compact/repeated'
import { readCompact } from '../../../../../src/core/job/compact/read'
import { plainStored } from '../../../../../src/core/layer/stored'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { memory } from '../../../../fixtures/cases'
import { bytesOfSeed, changedBytes } from '../../../../fixtures/changed-layers'
import { compacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { openArchive } from '../../../../fixtures/opening'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const file = (name: string, seed: number, size = 100_000) => ({ name, body: bytesOfSeed(seed, size) })

async function costs(fresh: Bytes, old: Bytes, codec: 'zstd' | 'gzip' = 'zstd') {
  const [target, base] = [fileOf(fresh, 'new.tar'), fileOf(old, 'old.tar')]
  const { bytes } = await compacted(target, [base], codec)
  const archive = await openArchive(target)
  const plan = await planWithRepeated(archive, [await openArchive(base)])
  const unpacked = await Promise.all(toUnpack(plan).map(({ stored }) => plainStored(stored, memory())))
  const made = await readCompact(await indexTar(new BlobSource(new Blob([bytes]), 'x.compact.tar')))
  const report = await costOf({ file: made, size: bytes.length, archive, plan, unpacked })
  return { report, bytes, note: made.note }
}

const changed = changedBytes(bytesOfSeed(2, 100_000), [{ kind: 'insert', at: 40_000, length: 5000 }])
const old = [tarOf([file('a', 1), file('b', 2), file('c', 3)]), tarOf([file('app', 4)])]
const fresh = [
  tarOf([file('a', 1), { name: 'b', body: changed }, file('usr/share/doc/x/changelog.gz', 5, 8000), file('c', 3)]),
  tarOf([file('app', 6, 90_000)]),
  tarOf([file('app', 4)]),
]

test.each([
  ['tar', 'zstd'],
  ['tar', 'gzip'],
  ['gzip', 'zstd'],
] as const)('layers, and what is beside them, come to all of the archive (%s layers, %s)', async (packing, codec) => {
  const { report, bytes, note } = await costs(imageOfLayers(fresh, packing), imageOfLayers(old, packing), codec)
  expect(report.size).toBe(bytes.length)
  const layers = report.layers.reduce((sum, { cost }) => sum + cost, 0)
  expect(layers + report.beside).toBe(bytes.length)
  expect(report.layers.map(({ how, createdBy }) => [how, createdBy])).toEqual([
    [packing === 'tar' || note.frame === 'universal' ? 'whole' : 'packed', 'COPY layer-1 /'],
    ['changed', 'COPY layer-0 /'],
  ])
  expect(report.cost).toBeCloseTo(layers, 0)
  expect(report.literals).toBe(note.layers[0]!.literals + fresh[1]!.length)
})

test('each file is told by what it costs, and what became of it', async () => {
  const { report } = await costs(imageOfLayers(fresh), imageOfLayers(old))
  expect(
    report.rows.map((row) => [row.what, row.what === 'file' ? row.file.path : row.what === 'kind' ? row.kind : '']),
  ).toEqual([
    ['file', 'app'],
    ['kind', 'docs'],
    ['file', 'b'],
  ])
  const { added, changed, moved, unchanged } = report.fates
  expect([added, changed, moved, unchanged].map(({ files }) => files)).toEqual([1, 2, 0, 2])
})

test('nothing is carried of what is there', async () => {
  const { report } = await costs(imageOfLayers([old[0]!]), imageOfLayers(old))
  expect(report.layers).toEqual([])
  expect(report.rows).toEqual([])
  expect(report.beside).toBe(report.size)
})
