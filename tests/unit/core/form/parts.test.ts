import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assemble, totalSize } from '../../../../src/core/form/assemble'
import { emptiedEntry, refilledEntry, rewritten, type Part } from '../../../../src/core/form/parts'
import { ArchiveError } from '../../../../src/core/errors'
import { indexTar, type TarIndex } from '../../../../src/core/tar/index'
import { BlobSource } from '../../../../src/core/tar/source'
import { bytesOfBlob, sampleFile } from '../../../fixtures/opening'
import { mutatedTars } from '../../../fixtures/mutated-tars'
import { oddTars } from '../../../fixtures/odd-tars'
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

/** What can be read; undefined where an engine would refuse it too. */
async function readable(bytes: Uint8Array<ArrayBuffer>): Promise<TarIndex | undefined> {
  try {
    return await index(bytes)
  } catch (thrown) {
    if (thrown instanceof ArchiveError) return undefined
    throw thrown
  }
}

/** Empties each file, reads what came of it, and fills each again. */
async function emptiedAndRefilled(tar: TarIndex): Promise<Uint8Array> {
  const files = tar.entries.filter(({ type, size }) => type === 'file' && size > 0)
  const empty = await assemble(
    rewritten(tar, (entry) => (files.includes(entry) ? emptiedEntry(tar, entry) : undefined), tar.size),
  )
  const emptied = await index(await bytesOfBlob(empty))
  expect(emptied.entries.map(({ name, type }) => [name, type])).toEqual(
    tar.entries.map(({ name, type }) => [name, type]),
  )
  const places = files.map((file) => tar.entries.indexOf(file))
  expect(places.map((at) => emptied.entries[at]?.size)).toEqual(files.map(() => 0))
  const filled = await assemble(
    rewritten(
      emptied,
      (entry) => {
        const from = files[places.indexOf(emptied.entries.indexOf(entry))]
        return from && refilledEntry(emptied, entry, tar.bytes!.slice(from.start, from.start + from.size))
      },
      emptied.size,
    ),
  )
  return bytesOfBlob(filled)
}

/** Padding as it has to be: a writer may have put anything there, which is not brought back. */
function soundPadding(bytes: Uint8Array<ArrayBuffer>, { entries }: TarIndex): Uint8Array {
  const sound = bytes.slice()
  for (const { type, size, start, next } of entries) if (type === 'file') sound.fill(0, start + size, next)
  return sound
}

/** Cut off within the last entry's padding, which readers let pass. */
const isCut = ({ entries, size }: TarIndex) => (entries.at(-1)?.next ?? 0) > size

test('of every foreign tar: what is emptied and filled again is the same, byte for byte', async () => {
  let filled = 0
  const foreign = [...oddTars.map(({ bytes }) => bytes), ...mutatedTars(2000, 7)]
  for (const bytes of foreign) {
    const tar = await readable(bytes)
    if (!tar || isCut(tar)) continue
    expect(Buffer.compare(await emptiedAndRefilled(tar), soundPadding(bytes, tar))).toBe(0)
    filled++
  }
  expect(filled).toBeGreaterThan(1000)
})

test.each(readdirSync('tests/fixtures').filter((name) => name.endsWith('.tar')))(
  '%s: emptied and filled again, it is the same',
  async (name) => {
    const bytes = await bytesOfBlob(await sampleFile(name))
    expect(Buffer.compare(await emptiedAndRefilled(await index(bytes)), bytes)).toBe(0)
  },
)

test('checksums over signed bytes stay so', async () => {
  const [header = new Uint8Array(), ...rest] = [tarOf([{ name: 'caf\u00e9', body: 'x'.repeat(700) }])]
  const signed = header
    .subarray(0, 512)
    .reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte > 127 ? byte - 256 : byte), 0)
  header.set(new TextEncoder().encode(`${signed.toString(8).padStart(7, ' ')}\0`), 148)
  expect(rest).toEqual([])
  expect(Buffer.compare(await emptiedAndRefilled(await index(header)), header)).toBe(0)
})
