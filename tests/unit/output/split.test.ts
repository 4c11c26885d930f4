import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksumLists, partNames, partsOf } from '../../../src/output/split'

test('parts in the order of their names are the file, and only the last is shorter', async () => {
  const check = async (bytes: Uint8Array<ArrayBuffer>, size: number) => {
    const parts = partsOf(new Blob([bytes]), 'a.tar', size)
    const sorted = parts.toSorted((one, other) => (one.name < other.name ? -1 : 1))
    expect(new Uint8Array(await new Blob(sorted.map(({ blob }) => blob)).arrayBuffer())).toEqual(bytes)
    expect(parts.slice(0, -1).every(({ blob }) => blob.size === size)).toBe(true)
    expect(parts.map(({ name }) => name)).toEqual(partNames('a.tar', bytes.length, size))
  }
  const input = fc.uint8Array({ minLength: 1, maxLength: 900 }).map((bytes) => new Uint8Array(bytes))
  await fc.assert(fc.asyncProperty(input, fc.integer({ min: 1, max: 1000 }), check))
})

test('sums are listed as sha256sum reads them', async () => {
  const parts = partsOf(new Blob(['abc']), 'a.tar', 2)
  const lists = checksumLists('a.tar', parts, { whole: 'w', parts: ['x', 'y'] })
  expect(await Promise.all(lists.map(async ({ name, blob }) => [name, await blob.text()]))).toEqual([
    ['a.tar.parts.sha256', 'x  a.tar.001\ny  a.tar.002\n'],
    ['a.tar.sha256', 'w  a.tar\n'],
  ])
})
