import { expect, test } from 'vitest'
import type { EntryPlace } from '../../../../../src/core/delta/entries'
import type { OldIndex } from '../../../../../src/core/delta/old-index'
import { Fingerprints } from '../../../../../src/core/delta/fingerprints'
import { samplesOf } from '../../../../../src/core/job/compact/samples'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { readTar } from '../../../../fixtures/read-tar'
import { bytesOfBlob } from '../../../../fixtures/opening'
import { tarOf } from '../../../../fixtures/tar'

const KIB = 1024
const body = bytesOfSeed(1, 24 * KIB * KIB)
const read = async (blob: Blob) => readTar(await bytesOfBlob(blob))

test('of little all is taken: files as they are, and large ones in pieces', async () => {
  const files = [1, 2, 3].map((at) => ({ name: `lib/${at}`, body: body.slice(at, at + 40_000) }))
  const large = { name: 'large', body: body.slice(0, 150 * KIB) }
  const { tars } = await samplesOf([new Blob([tarOf([...files, large])])])
  expect(tars).toHaveLength(1)
  const entries = await read(tars[0]!)
  expect(entries.slice(0, 3).map(({ name, body }) => ({ name, body: Buffer.from(body) }))).toEqual(
    files.map(({ name, body }) => ({ name, body: Buffer.from(body) })),
  )
  const pieces = entries.slice(3).map(({ body }) => body)
  expect(pieces.map(({ length }) => length)).toEqual([64 * KIB, 64 * KIB, 22 * KIB])
  expect(Buffer.concat(pieces).equals(Buffer.from(large.body))).toBe(true)
})

test('of much some is taken from everywhere, in samples of the same size', async () => {
  const layers = [0, 1].map((layer) => {
    const small = Array.from({ length: 200 }, (_, at) => ({
      name: `${layer}/${at}`,
      body: body.subarray(at * 50_000, (at + 1) * 50_000),
    }))
    return new Blob([tarOf([...small, { name: `${layer}/large`, body }])])
  })
  const { tars } = await samplesOf(layers)
  expect(tars).toHaveLength(8)
  const sizes = tars.map(({ size }) => size)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeLessThan(20 * KIB * KIB)
  expect(total).toBeGreaterThan(14 * KIB * KIB)
  expect(Math.max(...sizes)).toBeLessThan(1.3 * Math.min(...sizes))
  for (const tar of tars) {
    const names = (await read(tar)).map(({ name }) => name)
    for (const folder of ['0/', '1/', 'piece/']) expect(names.some((name) => name.startsWith(folder))).toBe(true)
  }
})

test('a piece is looked for where it stands in the old file, in proportion; what is no piece by its path', async () => {
  const layer = tarOf([{ name: 'large', body: body.slice(0, 160 * KIB) }])
  const samples = await samplesOf([new Blob([layer])])
  const there: EntryPlace = { at: 512, start: 1024, size: 320 * KIB, next: 400 * KIB }
  const old: OldIndex = { prints: new Fingerprints(0), partnerOf: (path) => (path === 'large' ? there : undefined) }
  const { partnerOf } = samples.within(old)
  expect(partnerOf('large')).toEqual(there)
  expect(partnerOf('other')).toBeUndefined()
  const names = (await read(samples.tars[0]!)).map(({ name }) => name)
  const places = names.map((name) => partnerOf(name))
  expect(places.map((place) => place?.start)).toEqual([0, 128, 256].map((at) => 1024 + at * KIB))
  expect(places.map((place) => place?.size)).toEqual([128, 128, 64].map((size) => size * KIB))
})

test('of no layer there is no sample', async () => {
  expect((await samplesOf([])).tars).toEqual([])
  expect((await samplesOf([new Blob([])])).tars).toEqual([])
})
