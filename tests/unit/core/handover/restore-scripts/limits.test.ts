import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BerWriter } from '../../../../../src/core/delta/ber'
import { encodeSegment, LIMIT, newRuns, type Segment } from '../../../../../src/core/delta/segment'
import { NOTE_LIMIT } from '../../../../../src/core/delta/parse-note'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { Desk } from '../../../../fixtures/restoring-by-script'
import { bytesOf, concat, tarOf, utf8, type Bytes } from '../../../../fixtures/tar'

const desk = new Desk()
const old = [...sources, heldLayer].map((body, at) => ({ name: `${at}.tar`, body }))
desk.put('base.tar', tarOf(old))

/** What to do about a compact archive that is not right. */
const again = '. Copy it again; where that does not help, make it anew\n'

const { members } = example()
const note = new TextDecoder().decode(bytesOf(members[0]!.body))

/** What both say of a compact archive in which the text of the note, or one entry, is another. */
async function saidOf(change: { readonly note?: string; readonly entry?: readonly [string, Bytes] }) {
  const [ending = '', body] = change.entry ?? []
  const changed = members.map((one, at) => {
    if (at === 0) return { ...one, body: change.note ?? note }
    return ending && one.name.endsWith(ending) ? { ...one, body: body! } : one
  })
  desk.put('app.compact.tar', tarOf(changed))
  const { state, out, said } = await desk.runBoth(['app.compact.tar', 'base.tar'])
  expect([state, out.length]).toEqual([4, 0])
  return said.replace(/[0-9a-f]{64}/g, 'X')
}

const none = { start: [], length: [] }
const plain: Segment = {
  residual: 0,
  references: none,
  steps: { residual: [], copy: [], from: [] },
  matches: { literal: [], length: [], from: [] },
}

const opsOf = (...parts: readonly Uint8Array[]) => gzipSync(concat(utf8('LSC1'), ...parts)) as Bytes

function numbersOf(...numbers: readonly number[]): Bytes {
  const writer = new BerWriter()
  numbers.forEach((number) => writer.put(number))
  return concat(writer.bytes())
}

const saidOfOps = (ops: Bytes) => saidOf({ entry: ['/ops', ops] })
const saidOfSegment = (segment: Partial<Segment>) =>
  saidOfOps(opsOf(...encodeSegment({ ...plain, ...segment }, newRuns()).map((bytes) => bytes.slice())))

const tooManyChanges = /too much: edits and fills: 100001, 100000 at most\. Copy it again; /

describe('more than a reader gives is refused, by its name', () => {
  test.each([
    ['residual', [LIMIT.residual + 1, 0, 0, 0, 0, 0, 0, 0, 0], LIMIT.residual],
    ['references', [0, LIMIT.references + 1, 0, 0, 0, 0, 0, 0, 0], LIMIT.references],
    ['steps', [0, 0, LIMIT.steps + 1, 0, 0, 0, 0, 0, 0], LIMIT.steps],
    ['matches', [80, 0, 0, 12, 0, 0, 0, 0, 0], 11],
    ['column bytes', [0, 1, 0, 0, 17, 0, 0, 0, 0], 16],
  ])('%s', async (what, numbers, most) => {
    const said = await saidOfOps(opsOf(numbersOf(...numbers)))
    expect(said).toMatch(
      `FAILED: the compact archive asks for too much: ${what} ${numbers.find((one) => one > 0)}`.slice(0, 50),
    )
    expect(said).toMatch(`, ${most} at most${again}`)
  })

  test('a reference', async () => {
    const references = { start: [0], length: [LIMIT.reference + 1] }
    expect(await saidOfSegment({ references })).toMatch(
      `too much: reference ${LIMIT.reference + 1}, ${LIMIT.reference} at most`,
    )
  })

  test.each([
    [
      'an edit',
      `${note}edit 1 ${NOTE_LIMIT.edit + 1} -\n`,
      /too much: line [0-9]+: an edit of 65537, 65536 at most\. Copy it again; /,
    ],
    [
      'what an edit puts',
      `${note}edit 1 1 ${'00'.repeat(NOTE_LIMIT.edit + 1)}\n`,
      /too much: line [0-9]+: an edit of 65537, 65536 at most\. Copy it again; /,
    ],
    ['fills', note + 'fill 1\n'.repeat(NOTE_LIMIT.changes), tooManyChanges],
    ['edits', note + 'edit 0 0 -\n'.repeat(NOTE_LIMIT.changes), tooManyChanges],
    [
      'a note',
      note + '\n'.repeat(NOTE_LIMIT.bytes),
      /too much: bytes of its note: [0-9]+, 4194304 at most\. Copy it again; /,
    ],
  ])('%s', async (_, note, said) => {
    expect(await saidOf({ note })).toMatch(said)
  })

  test('a window of zstd', async () => {
    const { members: packed } = example({ codec: 'zstd' })
    // A frame that says of itself: window of 2^27, one raw block of a byte (RFC 8878, 3.1.1).
    const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x09, 0x00, 0x00, 0x4c)
    const changed = packed.map((one) => (one.name.endsWith('/ops') ? { ...one, body: frame } : one))
    desk.put('window.tar', tarOf(changed))
    const { state, said } = await desk.runBoth(['window.tar', 'base.tar'])
    expect([state, said]).toEqual([4, expect.stringMatching(/\/ops \(at byte [0-9]+\) is not what was announced/)])
  })
})

const otherOps = /damaged: layershed\/X\/ops \(at byte [0-9]+\) is not what was announced/

const copy = (from: number, length: number) => ({ steps: { residual: [0], copy: [length], from: [from] } })

test.each<[string, Partial<Segment>]>([
  ['crosses from one old layer into the next', copy(2990, 20)],
  ['begins before the old layers', { steps: { residual: [0], copy: [1], from: [-1] } }],
  ['goes on behind the old layers', copy(4990, 20)],
  ['is longer than the layer', copy(0, 2900)],
])('a copy that %s is refused', async (_, segment) => {
  const changed = { ...plain, ...segment }
  const twice = [encodeSegment(changed, newRuns()), encodeSegment(changed, newRuns())]
    .flat()
    .map((bytes) => bytes.slice())
  expect(await saidOfOps(opsOf(...twice))).toMatch(otherOps)
})

test.each<[string, Bytes]>([
  ['a number that is cut off', concat(numbersOf(0, 0, 1, 0, 0, 3, 0, 0, 0), Uint8Array.of(0, 1, 0x80))],
  ['a number without end', concat(numbersOf(0, 0, 4, 0, 0, 90, 0, 0, 0), new Uint8Array(90).fill(0xff))],
  ['a header without end', new Uint8Array(99).fill(0xff)],
  ['columns of more numbers than it says', concat(numbersOf(0, 0, 1, 0, 0, 4, 0, 0, 0), Uint8Array.of(0, 1, 0, 0))],
  ['columns of fewer numbers than it says', concat(numbersOf(0, 0, 2, 0, 0, 3, 0, 0, 0), Uint8Array.of(0, 1, 0))],
  ['nothing', new Uint8Array()],
])('ops with %s are refused', async (_, bytes) => {
  expect(await saidOfOps(opsOf(bytes))).toMatch(otherOps)
})

test.each([
  ['segments', numbersOf(0, 0, 0, 0, 0, 0, 0, 0, 0)],
  ['steps', concat(numbersOf(0, 0, LIMIT.steps, 0, 0, 3 * LIMIT.steps, 0, 0, 0), new Uint8Array(3 * LIMIT.steps))],
])('%s that make nothing are refused at the first, and hold up nobody by their number', async (_, segment) => {
  const count = Math.floor(20_000_000 / segment.length)
  const many = note.replace(/^(layer .*) [0-9]+$/m, `$1 ${count}`)
  const ops = opsOf(Buffer.alloc(count * segment.length, segment))
  expect(await saidOf({ note: many, entry: ['/ops', ops] })).toMatch(otherOps)
})

const line = (text: string) => note.split('\n').findIndex((one) => one.startsWith(text)) + 1

test.each([
  ['nothing', '', 1],
  ['another version', note.replace('compact 1', 'compact 2'), 1],
  ['a word that nobody knows', `${note}extra 1\n`, note.split('\n').length],
  ['a number above 2^53', note.replace(/^(held \S+) .*/m, '$1 9007199254740993'), line('held')],
  ['a digest that is none', note.replace(/^held \S+/m, 'held ../../etc/passwd'), line('held')],
  ['a codec that nobody knows', note.replace(' gzip ', ' lzma '), line('layer ')],
  ['a doubled space', note.replace('held ', 'held  '), line('held')],
  ['two frames', note.replace('frame own', 'frame own\nframe own'), 4],
  ['an edit of half a byte', `${note}edit 1 1 000\n`, note.split('\n').length],
  ['an edit under the whole archive', note.replace(/^(archive .*\n)(held .*\n)/m, '$2$1'), line('held') + 1],
  ['a layer that is held twice', note.replace(/^(held .*\n)/m, '$1$1'), line('held') + 1],
  ['one that is made twice', note.replace(/^(layer .*\nsource .*\n)/m, '$1$1'), line('layer ') + 2],
  ['a source that stands twice', note.replace(/^(source .*\n)/m, '$1$1'), line('source') + 1],
  ['a source of a held layer', note.replace(/^(held .*)$/m, `$1\nsource ${'a'.repeat(64)} 1`), line('held') + 1],
])('a note with %s is refused, by its line', async (_, note, at) => {
  expect(await saidOf({ note })).toBe(`FAILED: the compact archive is damaged: layershed/compact, line ${at}${again}`)
})

test('edits and fills that overlap, or lie behind the frame, are refused', async () => {
  const [first] = note.match(/^fill .*$/m)!
  const overlap = `FAILED: the compact archive is damaged: edits and fills overlap${again}`
  expect(await saidOf({ note: `${note}${first}\n` })).toBe(overlap)
  expect(await saidOf({ note: `${note}edit 0 600 -\nedit 300 1 00\n` })).toBe(overlap)
  expect(await saidOf({ note: `${note}fill 999999\n` })).toMatch(
    /layershed\/frame\.tar \(at byte [0-9]+\) is not what was announced/,
  )
})

test('an entry that is lacking, or there twice, is refused', async () => {
  desk.put('lacks.tar', tarOf(members.filter(({ name }) => !name.endsWith('/literals'))))
  expect((await desk.runBoth(['lacks.tar', 'base.tar'])).said).toMatch(
    /damaged: it lacks layershed\/[0-9a-f]{64}\/literals, and ends at byte [0-9]+\. Copy it again; /,
  )
  desk.put('twice.tar', tarOf([...members, members[1]!]))
  expect((await desk.runBoth(['twice.tar', 'base.tar'])).said).toMatch('damaged: two entries of one name.')
  expect((await desk.runBoth(['base.tar', 'base.tar'])).said).toBe(
    'FAILED: base.tar is no compact archive, which has to be named first\n',
  )
  desk.put('app.compact.tar.gz', gzipSync(tarOf(members)))
  expect((await desk.runBoth(['app.compact.tar.gz', 'base.tar'])).said).toBe(
    'FAILED: app.compact.tar.gz is no compact archive: unpack it first, with gzip\n',
  )
})
