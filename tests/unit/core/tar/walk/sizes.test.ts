import { expect, test } from 'vitest'
import { walk, type Entry } from '../../../../../src/core/tar/walk'
import type { Source } from '../../../../../src/core/tar/source'
import { faultOf } from '../../../../fixtures/opening'
import { base256, headerBytes, tarOf, type Bytes, type Member } from '../../../../fixtures/tar'

/** Bytes at a few places of an archive that is far too large to be anywhere: everything else is zeros that nobody may read. */
class Places implements Source {
  readonly name = 'huge.tar'
  readonly size: number
  readonly #places: readonly (readonly [offset: number, bytes: Bytes])[]

  constructor(size: number, places: readonly (readonly [number, Bytes])[]) {
    this.size = size
    this.#places = places
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset >= this.size) return new Uint8Array()
    const place = this.#places.find(([start, bytes]) => offset >= start && offset < start + bytes.length)
    if (!place) throw new Error(`nothing to read at ${offset}`)
    const [start, bytes] = place
    return bytes.subarray(offset - start, offset - start + length)
  }
}

const GIB = 1024 ** 3
const size = 9 * GIB + 7

const after = { name: 'after.txt', body: 'still found' }

async function listed(source: Source): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of walk(source)) entries.push(entry)
  return entries
}

/** A member of a large stated size, another after it, and the end. */
function largeArchive(member: Member): { source: Places; header: Bytes } {
  const header = headerBytes({ ...member, body: '' })
  // Whoever looks at the payload's first bytes may.
  const start = new Uint8Array(header.length + 512)
  start.set(header)
  const tail = tarOf([after])
  const offset = header.length + Math.ceil(size / 512) * 512
  return { source: new Places(offset + tail.length, [[0, start], [offset, tail]]), header } // prettier-ignore
}

test.each<[string, Member]>([
  ['base-256', { name: 'large', size, sizeAs: 'base-256', format: 'gnu' }],
  ['a PAX record', { name: 'large', size, sizeAs: 'pax', format: 'pax' }],
  [
    'a PAX record before a long name',
    { name: `${'d'.repeat(90)}/large`.repeat(2), size, sizeAs: 'pax', format: 'pax' },
  ],
])('a size over 8 GiB in %s is counted exactly', async (_, member) => {
  const { source, header } = largeArchive(member)
  const [large, small] = await listed(source)
  expect(large).toMatchObject({ name: member.name, size, start: header.length })
  expect(small).toMatchObject({ name: 'after.txt', size: 11, at: header.length + Math.ceil(size / 512) * 512 })
})

test('the PAX record of a size is found where it stands, digit by digit', async () => {
  const member: Member = { name: 'x', body: '0123456789', sizeAs: 'pax', format: 'pax', pax: { comment: 'size=999' } }
  const archive = tarOf([member])
  const source = new Places(archive.length, [[0, archive]])
  const [entry] = await listed(source)
  const [record] = entry!.sizeRecords
  expect(entry!.sizeRecords).toHaveLength(1)
  expect(new TextDecoder().decode(archive.subarray(record!.start, record!.end))).toBe('10')
})

test.each<[string, Uint8Array]>([
  ['negative', base256(-512n)],
  ['2^53', base256(2n ** 53n)],
  ['2^80', base256(2n ** 80n)],
  ['no number', new TextEncoder().encode('12x45678901\0')],
  ['digits that octal does not have', new TextEncoder().encode('00000000899\0')],
])('a size that is %s is refused with the entry and its offset', async (_, field) => {
  const archive = tarOf([after, { name: 'absurd.bin', over: [[124, field]] }])
  const fault = await faultOf(listed(new Places(archive.length, [[0, archive]])))
  expect(fault).toMatchObject({ code: 'bad-size', facts: { file: 'huge.tar', offset: 1024, entry: 'absurd.bin' } })
})

test.each(['-1', '99999999999999999999', '1e3', '0x10', '12 '])('a PAX size of %j is refused', async (stated) => {
  const archive = tarOf([{ name: 'absurd.bin', format: 'pax', pax: { size: stated } }])
  const fault = await faultOf(listed(new Places(archive.length, [[0, archive]])))
  expect(fault).toMatchObject({ code: 'bad-size', facts: { file: 'huge.tar', entry: 'absurd.bin' } })
})

test('an empty PAX value leaves what the header says, as in Go', async () => {
  const archive = tarOf([{ name: 'kept.txt', body: 'abc', format: 'pax', pax: { size: '', path: '', linkpath: '' } }])
  const [entry] = await listed(new Places(archive.length, [[0, archive]]))
  expect(entry).toMatchObject({ name: 'kept.txt', size: 3 })
})

test('a size beyond the file is a truncated payload: what was promised and what is there', async () => {
  const archive = tarOf([{ name: 'cut.bin', size: 4096, body: 'only this' }], 0)
  const fault = await faultOf(listed(new Places(archive.length, [[0, archive]])))
  const facts = { file: 'huge.tar', entry: 'cut.bin', offset: 1024, expected: 4096, found: 512 }
  expect(fault).toEqual({ code: 'truncated-payload', facts })
})
