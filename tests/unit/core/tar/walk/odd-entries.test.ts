import { execFileSync } from 'node:child_process'
import { writeFileSync, openAsBlob, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { gnuTar, inDirectory, listedByGnuTar } from '../../../../fixtures/gnu-tar'
import { faultOf } from '../../../../fixtures/opening'
import {
  bytesOf,
  concat,
  fileOf,
  globalPax,
  memberBytes,
  paxBody,
  tarOf,
  utf8,
  type Bytes,
  type Member,
} from '../../../../fixtures/tar'

const indexOf = (bytes: Bytes) => indexTar(new BlobSource(fileOf(bytes, 'odd.tar'), 'odd.tar'))

const after: Member = { name: 'after.txt', body: 'still found' }

/** Whatever stands in front, the entry behind it must be found at its place. */
async function indexWith(...odd: Member[]) {
  const { entries } = await indexOf(tarOf([...odd, after]))
  expect(entries.at(-1)).toMatchObject({ name: 'after.txt', size: 11 })
  return entries
}

test('a name that is no UTF-8 is shown with replacement characters, and is no other’s', async () => {
  const latin1 = (last: number) => ({ name: Uint8Array.of(0x63, 0x61, 0x66, last), body: 'latin-1' })
  const entries = await indexWith(latin1(0xe9), latin1(0xe8), { name: 'caf\ufffd', body: 'UTF-8' })
  const names = entries.slice(0, 3).map(({ name }) => name)
  expect(new Set(names).size).toBe(3)
  expect(names.map((name) => new TextDecoder().decode(utf8(name)))).toEqual(Array(3).fill('caf\ufffd'))
})

test('a byte order mark is a part of the name', async () => {
  const [entry] = await indexWith({ name: '\ufeffmanifest.json', body: '[]' })
  expect(entry?.name).toBe('\ufeffmanifest.json')
})

test('a name ends at its first NUL', async () => {
  const [entry] = await indexWith({ name: 'a\0b', body: 'x' })
  expect(entry?.name).toBe('a')
})

test.each(['3', '4', '6', '1', '2', '5'])('type %s has no payload, whatever its size says', async (type) => {
  const [entry] = await indexWith({ name: 'odd', type, link: 'x', size: 4096 })
  expect(entry).toMatchObject({ size: 0, next: 512 })
})

test('type NUL is a file', async () => {
  const [entry] = await indexWith({ name: 'odd', type: '\0', body: 'four' })
  expect(entry).toMatchObject({ type: 'file', size: 4 })
})

test.each(['7', 'V', 'M', 'X', 'Z'])('type %s is passed over with its payload', async (type) => {
  const [entry] = await indexWith({ name: 'odd', type, body: 'y'.repeat(700) })
  expect(entry).toMatchObject({ type: 'other', size: 700 })
})

test('an old directory is known by the slash after its name', async () => {
  const [entry] = await indexWith({ name: 'old/', type: '\0', format: 'v7' })
  expect(entry?.type).toBe('directory')
})

test('an old GNU header keeps times where POSIX keeps the prefix', async () => {
  const [entry] = await indexWith({ name: 'short', format: 'gnu', over: [[345, utf8('13571357135\0')]] })
  expect(entry?.name).toBe('short')
})

test('global PAX records are an entry of their own and rename nothing', async () => {
  const entries = await indexWith(globalPax({ path: 'wrong', size: '99', comment: 'a commit' }))
  expect(entries).toHaveLength(2)
})

test.each([
  ['mtime', 'yesterday'],
  ['atime', '1.x'],
  ['uid', 'root'],
])('a PAX %s of %j is refused, as engines refuse it', async (field, found) => {
  const fault = await faultOf(indexOf(tarOf([{ name: 'late', format: 'pax', pax: { [field]: found } }, after])))
  expect(fault).toEqual({ code: 'bad-field', facts: { file: 'odd.tar', offset: 1024, field, found } })
})

test('a header’s field that is no number is refused with its name and what stands there', async () => {
  const fault = await faultOf(indexOf(tarOf([after, { name: 'odd', over: [[108, utf8('nobody\0\0')]] }])))
  expect(fault).toEqual({ code: 'bad-field', facts: { file: 'odd.tar', offset: 1024, field: 'uid', found: 'nobody' } })
})

test('extended headers of more than four mebibytes before one entry are refused', async () => {
  const comment = { name: 'x', type: 'x', body: paxBody({ comment: 'c'.repeat(1024 * 1024 - 100) }) }
  const fault = await faultOf(indexOf(tarOf([after, ...Array.from({ length: 5 }, () => comment), after])))
  expect(fault).toMatchObject({ code: 'oversized-header', facts: { offset: 1024, expected: 4 * 1024 * 1024 } })
})

test('a single block of zeros with more behind it is refused', async () => {
  const fault = await faultOf(indexOf(concat(tarOf([after], 512), tarOf([after]))))
  expect(fault).toEqual({ code: 'lone-zero-block', facts: { file: 'odd.tar', offset: 1024 } })
})

test.each([
  ['length that is too long', '99 path=x\n'],
  ['length that is no number', 'x path=x\n'],
  ['record without an equals sign', '9 pathxx\n'],
  ['record without its line end', '9 path=xx'],
  ['record of no length', '0 path=x\n'],
])('a PAX header with a %s is refused: what follows can’t be trusted', async (_, body) => {
  const fault = await faultOf(indexOf(tarOf([after, { name: 'PaxHeaders/x', type: 'x', body }, after])))
  expect(fault).toMatchObject({ code: 'bad-pax', facts: { file: 'odd.tar', offset: 1024 + 512 } })
})

test('an extended header of more than a mebibyte is refused', async () => {
  const fault = await faultOf(indexOf(tarOf([{ name: 'x', type: 'x', size: 1024 * 1024 + 1 }, after])))
  expect(fault).toMatchObject({
    code: 'oversized-header',
    facts: { file: 'odd.tar', offset: 0, found: 1024 * 1024 + 1 },
  })
})

/** An old GNU sparse map of one piece, and the file's size. */
const onePiece = (size: number) =>
  [
    [386, utf8(`00000000000\0${size.toString(8).padStart(11, '0')}\0`)],
    [483, utf8(`${size.toString(8).padStart(11, '0')}\0`)],
  ] as const

test('a sparse file whose map does not fit its bytes is refused, as engines refuse it', async () => {
  const holes: Member = { name: 'holes', type: 'S', format: 'gnu', body: 'z'.repeat(500), over: onePiece(600) }
  const fault = await faultOf(indexOf(tarOf([after, holes])))
  expect(fault).toEqual({ code: 'bad-sparse', facts: { file: 'odd.tar', offset: 1024, entry: 'holes' } })
})

/** GNU tar manual, "Storing Sparse Files": 21 pieces a block, and a byte that says whether another block follows. */
test.each([0, 1, 3])('old GNU sparse with %i more blocks of map', async (blocks) => {
  const map = new Uint8Array(512 * blocks)
  for (let at = 0; at < blocks - 1; at++) map[512 * at + 504] = 1
  const isExtended = Uint8Array.of(blocks > 0 ? 1 : 0)
  const over = [[482, isExtended]] as const
  const [entry] = await indexWith({
    name: 'holes',
    type: 'S',
    format: 'gnu',
    body: 'z'.repeat(600),
    between: map,
    over: [...over, ...onePiece(600)],
  })
  expect(entry).toMatchObject({ type: 'sparse', size: 600, start: 512 + map.length, next: 512 + map.length + 1024 })
})

test.each(['gnu', 'posix', 'posix --sparse-version=0.0', 'posix --sparse-version=0.1'])(
  'a sparse file written by GNU tar --format=%s is told as one',
  async (format) => {
    await inDirectory(async (directory) => {
      const holes = join(directory, 'holes.bin')
      writeFileSync(holes, '')
      truncateSync(holes, 1 << 20)
      // Every other block of 64 KiB has data: more pieces than fit one header.
      for (let at = 0; at < 8; at++)
        execFileSync(
          'dd',
          ['if=/dev/urandom', `of=${holes}`, 'bs=4096', 'count=1', `seek=${at * 32}`, 'conv=notrunc'],
          {
            stdio: 'pipe',
          },
        )
      writeFileSync(join(directory, 'after.txt'), 'still found')
      const [name, ...options] = format.split(' ')
      gnuTar(['-cSf', 'sparse.tar', `--format=${name}`, ...options, 'holes.bin', 'after.txt'], directory)
      const path = join(directory, 'sparse.tar')
      const { entries } = await indexTar(new BlobSource(await openAsBlob(path), path))
      expect(entries.map(({ name, type }) => [name, type])).toEqual([
        ['holes.bin', 'sparse'],
        ['after.txt', 'file'],
      ])
      expect(listedByGnuTar(path).map((line) => line.name)).toEqual(['holes.bin', 'after.txt'])
    })
  },
)

test('a sparse file goes by its own name, not by the one that its pieces lie under', async () => {
  const sparse = { 'GNU.sparse.name': 'holes.bin', 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' }
  const pax = { path: 'GNUSparseFile.1/holes.bin', ...sparse }
  const body = '1\n0\n12\n'.padEnd(512, '\0') + 'twelve bytes'
  const [entry] = await indexWith({ name: 'short', format: 'pax', body, pax })
  expect(entry).toMatchObject({ name: 'holes.bin', type: 'sparse', size: 524 })
})

test.each([
  ['two zero blocks', 1024, true],
  ['one zero block', 512, false],
  ['none', 0, false],
  ['a record of zeros', 10240, true],
])('an archive with %s at its end', async (_, zeros, endBlocks) => {
  const { entries, end } = await indexOf(tarOf([after], zeros))
  expect(entries).toHaveLength(1)
  expect(end).toEqual({ end: 1024, endBlocks })
})

test('what stands behind the end is not read', async () => {
  const { entries, end } = await indexOf(concat(tarOf([after]), utf8('garbage'.repeat(200)), memberBytes(after)))
  expect(entries).toHaveLength(1)
  expect(end.isFollowed).toBe(true)
  // Two archives that were put together by cat, the first filled up as tar does it.
  const catted = await indexOf(concat(tarOf([after], 8192), tarOf([after])))
  expect(catted.end).toEqual({ end: 1024, endBlocks: true, isFollowed: true })
  expect(catted.entries).toHaveLength(1)
})

test('a last payload without its padding is whole', async () => {
  const archive = tarOf([after], 0)
  const { entries, end } = await indexOf(archive.slice(0, 512 + 11) as Bytes)
  expect(entries).toHaveLength(1)
  expect(end.endBlocks).toBe(false)
})

test('an extended header that nothing follows stays a part of the end', async () => {
  const { end } = await indexOf(tarOf([after, { name: 'x', type: 'x', body: '9 path=x\n' }]))
  expect(end.end).toBe(1024)
})

test('both checksums count: very old writers summed signed bytes', async () => {
  const name = bytesOf('é')
  const block = memberBytes({ name, body: '' })
  const unsigned = parseInt(new TextDecoder().decode(block.subarray(148, 154)), 8)
  const [entry] = await indexWith({ name, body: '', checksum: unsigned - 2 * 256 })
  expect(entry?.name).toBe('é')
})
