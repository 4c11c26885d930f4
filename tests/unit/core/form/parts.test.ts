import { expect, test } from 'vitest'
import { assemble, totalSize } from '../../../../src/core/form/assemble'
import { emptiedEntry, rewritten, type Part } from '../../../../src/core/form/parts'
import { indexTar } from '../../../../src/core/tar/index'
import { BlobSource } from '../../../../src/core/tar/source'
import { bytesOfBlob } from '../../../fixtures/opening'
import { readTar } from '../../../fixtures/read-tar'
import { fileOf, tarOf } from '../../../fixtures/tar'

const MANY = 5000
const members = Array.from({ length: MANY }, (_, at) => ({ name: `file-${at}`, body: `${at}` }))
const index = (bytes: Uint8Array<ArrayBuffer>) => indexTar(new BlobSource(fileOf(bytes), 'many.tar'))

async function listed(parts: AsyncIterable<Part>): Promise<Part[]> {
  const all: Part[] = []
  for await (const part of parts) all.push(part)
  return all
}

test('entries that stay are one slice, however many stand one behind the other', async () => {
  const bytes = tarOf(members)
  const tar = await index(bytes)
  const middle = tar.entries[MANY / 2]!
  const make = () => rewritten(tar, (entry) => (entry === middle ? emptiedEntry(tar, entry) : undefined), tar.size)
  const parts = await listed(make())
  expect(parts.map((part) => part instanceof Blob)).toEqual([true, false, true])
  const output = await assemble(make())
  expect(await totalSize(make())).toBe(output.size)
  const expected = members.map((member, at) => (at === MANY / 2 ? { ...member, body: '' } : member))
  expect(readTar(await bytesOfBlob(output)).map(({ name, body }) => [name, new TextDecoder().decode(body)])).toEqual(
    expected.map(({ name, body }) => [name, body]),
  )
})

test('with nothing changed, the archive comes out as it went in', async () => {
  const bytes = tarOf(members)
  const tar = await index(bytes)
  const [only, ...others] = await listed(rewritten(tar, () => undefined, tar.size))
  expect(others).toEqual([])
  expect(Buffer.compare(await bytesOfBlob(only as Blob), bytes)).toBe(0)
})

test('entries that are left out part what stands around them', async () => {
  const tar = await index(tarOf(members.slice(0, 5)))
  const without = { ...tar, entries: tar.entries.filter((_, at) => at !== 2) }
  const parts = await listed(rewritten(without, () => undefined))
  expect(parts.map((part) => part instanceof Blob && part.size)).toEqual([2048, 2048])
})
