import fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endOfArchive, fileHeader, padding, resizedHeader } from '../../../../../src/core/tar/write'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { asListed, inDirectory, listedByGnuTar } from '../../../../fixtures/gnu-tar'
import { readTar } from '../../../../fixtures/read-tar'
import { concat, fileOf, headerBytes, type Bytes } from '../../../../fixtures/tar'

const part = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '_', '-', 'é', '层'), minLength: 1, maxLength: 40 })
const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'))

test('whatever the name, GNU tar, the tests’ reader and ours read back what was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, fc.nat(1200)), { minLength: 1, maxLength: 4 }), async (files) => {
      const parts = files.flatMap(([name, size]) => [
        fileHeader(name, size),
        new Uint8Array(size).fill(120),
        padding(size),
      ])
      const archive = concat(...parts, endOfArchive)
      const wanted = files.map(([name, size]) => [name, size])
      expect(readTar(archive).map(({ name, body }) => [name, body.length])).toEqual(wanted)
      const { entries, end } = await indexTar(new BlobSource(fileOf(archive), 'written.tar'))
      expect(entries.map(({ name, size }) => [name, size])).toEqual(wanted)
      expect(end.endBlocks).toBe(true)
      await inDirectory((directory) => {
        const path = join(directory, 'written.tar')
        writeFileSync(path, archive)
        expect(listedByGnuTar(path)).toEqual(entries.map(asListed))
      })
    }),
    { numRuns: 60 },
  )
})

test('a size over 8 GiB is written as a record that our reader reads', async () => {
  const size = 8 * 1024 ** 3
  const header = fileHeader('large', size)
  const source = {
    name: 'large.tar',
    size: header.length + size,
    read: async (offset: number, length: number) => header.subarray(offset, offset + length),
  }
  const { entries } = await indexTar(source)
  expect(entries).toMatchObject([{ name: 'large', size }])
  expect(fileHeader('large', size - 1)).toHaveLength(512)
})

test('an emptied header differs in size and checksum alone, and emptying it again changes nothing', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('octal', 'base-256'), name, (size, sizeAs, name) => {
      const before = headerBytes({ name: name.slice(0, 20), size, sizeAs, format: 'gnu' }).slice(-512) as Bytes
      const after = resizedHeader(before, 0)!
      const changed = [...before.keys()].filter((at) => before[at] !== after[at])
      expect(changed.every((at) => (at >= 124 && at < 136) || (at >= 148 && at < 156))).toBe(true)
      expect(resizedHeader(after, 0)).toEqual(after)
      expect(resizedHeader(after, size)).toEqual(before)
      expect(readTar(concat(after, endOfArchive)).map(({ body }) => body.length)).toEqual([0])
    }),
  )
})

test('a size that finds no room in its own notation takes the usual one; one that finds none there, none', () => {
  const narrow = headerBytes({ name: 'narrow', over: [[124, new TextEncoder().encode('       7    ')]] }) as Bytes
  const wider = resizedHeader(narrow, 0o1130)!
  expect(new TextDecoder().decode(wider.subarray(124, 136))).toBe('00000001130\0')
  expect(resizedHeader(narrow, 8 ** 11)).toBeUndefined()
})
