import { describe, expect, test } from 'vitest'
import { ArchiveError } from '../../../../../src/core/errors'
import { formatNote, NOTE } from '../../../../../src/core/delta/note'
import { NOTE_LIMIT, parseNote } from '../../../../../src/core/delta/parse-note'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'
import { readTar } from '../../../../fixtures/read-tar'

const layer = (seed: number, size = 20_000): Bytes => tarOf([{ name: 'data', body: bytesOfSeed(seed, size) }])
const changed = layer(1)
changed.set(bytesOfSeed(6, 40), 9_000)
const base = imageOfLayers([layer(1), layer(2)])
const target = imageOfLayers([changed, layer(2), layer(3, 2000)])
const file = (bytes: Bytes) => fileOf(bytes, 'app.compact.tar')
const old = (bytes: Bytes = base) => fileOf(bytes, 'base.tar')
const make = async () => (await compacted(fileOf(target, 'app.tar'), [old()])).bytes

/** `whole`: the right bytes came out. */
async function outcome(compact: Bytes, bases: readonly File[]): Promise<string> {
  try {
    const whole = await uncompacted(file(compact), bases)
    return Buffer.compare(whole, target) === 0 ? 'whole' : 'wrong'
  } catch (thrown) {
    return thrown instanceof ArchiveError ? thrown.code : String(thrown)
  }
}

test('without its base nothing is written, and what is lacking is told', async () => {
  const compact = await make()
  await expect(uncompacted(file(compact), [])).rejects.toMatchObject({
    code: 'compact-lacks',
    facts: { layers: 2, expected: 2 },
  })
  const other = old(imageOfLayers([layer(1), layer(4)]))
  await expect(uncompacted(file(compact), [other])).rejects.toMatchObject({ facts: { layers: 1, expected: 2 } })
})

test('a base that is damaged is blamed, and not the compact archive', async () => {
  const compact = await make()
  for (const seed of [1, 2]) {
    const bytes = base.slice()
    const body = Buffer.from(base).indexOf(Buffer.from(bytesOfSeed(seed, 20_000)))
    bytes[body + 1000]! ^= 1
    expect(await outcome(compact, [old(bytes)])).toBe('base-damaged')
  }
})

/** What comes of so many archives with one bit flipped each, all over them. */
async function outcomesOfFlips(bytes: Bytes, count: number, of: (flipped: Bytes) => Promise<string>) {
  const outcomes: Record<string, number> = {}
  for (let seed = 0; seed < count; seed++) {
    const flipped = bytes.slice()
    const bit = Math.imul(seed + 1, 2654435761) >>> 0
    flipped[bit % bytes.length]! ^= 1 << (bit >>> 29)
    const found = await of(flipped)
    outcomes[found] = (outcomes[found] ?? 0) + 1
  }
  return outcomes
}

/** What a reader says of an archive that is no longer one. */
const ofTars = /^(?:bad|truncated|lone)-|^not-a-tar$/
const besides = (outcomes: object, ...known: readonly string[]) =>
  Object.keys(outcomes).filter((code) => !known.includes(code) && !ofTars.test(code))

test('of 500 flipped bits in the compact archive none makes a wrong byte', async () => {
  const outcomes = await outcomesOfFlips(await make(), 500, (flipped) => outcome(flipped, [old()]))
  const damage = ['damaged', 'absent', 'twice', 'packed', 'note', 'place', 'size', 'unlike'].map(
    (what) => `compact-${what}`,
  )
  const known = ['whole', ...damage, 'compact-limit', 'compact-version', 'compact-lacks']
  expect(besides(outcomes, ...known)).toEqual([])
  expect(damage.reduce((sum, code) => sum + (outcomes[code] ?? 0), 0)).toBeGreaterThan(100)
})

test('of 500 flipped bits in a base none either, and the base is blamed', async () => {
  const compact = await make()
  const outcomes = await outcomesOfFlips(base, 500, (flipped) => outcome(compact, [old(flipped)]))
  expect(besides(outcomes, 'whole', 'base-damaged', 'compact-lacks')).toEqual([])
  expect(outcomes['base-damaged']).toBeGreaterThan(400)
})

test('what is cut off is refused', async () => {
  const compact = await make()
  for (let length = 0; length < compact.length - 1024; length += 1111)
    expect(await outcome(compact.slice(0, length), [old()])).not.toMatch(/whole|wrong/)
})

test('what is cut off between two entries is told with its place, and what is there twice is refused', async () => {
  const compact = await make()
  const entries = readTar(compact).map(({ name, body }) => ({ name, body }))
  const cut = tarOf(entries.slice(0, 2), 0)
  await expect(uncompacted(file(cut), [old()])).rejects.toMatchObject({
    code: 'compact-cut-off',
    facts: { file: 'app.compact.tar', entry: 'layershed/frame.tar', offset: cut.length },
  })
  for (const twice of [entries[0]!, entries.at(-1)!])
    expect(await outcome(tarOf([...entries, twice]), [old()])).toBe('compact-twice')
  expect(await outcome(tarOf(entries.slice(0, -1)), [old()])).toBe('compact-absent')
})

describe('a note that asks for too much, or for what can’t be', () => {
  type Note = ReturnType<typeof parseNote>

  async function noted(change: (note: Note) => Note | string): Promise<Bytes> {
    const entries = readTar(await make()).map(({ name, body }) => ({ name, body }))
    const note = change(parseNote(new TextDecoder().decode(entries[0]!.body)))
    const body = typeof note === 'string' ? note : formatNote(note)
    return tarOf([{ name: NOTE, body }, ...entries.slice(1)])
  }

  const withNote = async (change: (note: Note) => Note | string, there = base) =>
    outcome(await noted(change), [old(there)])

  test.each<[string, (note: Note) => string, string]>([
    ['another version', () => 'layershed-compact 2\nmade x\nframe own\n', 'compact-version'],
    ['no note at all', () => '', 'compact-note'],
    ['one that is endless', () => `layershed-compact 1\n${'made x\n'.repeat(NOTE_LIMIT.bytes / 7)}\n`, 'compact-limit'],
    [
      'one with too many edits',
      (note) => formatNote(note) + 'edit 0 0 -\n'.repeat(NOTE_LIMIT.changes),
      'compact-limit',
    ],
    ['one with too many fills', (note) => formatNote(note) + 'fill 0\n'.repeat(NOTE_LIMIT.changes), 'compact-limit'],
  ])('%s', async (_, text, code) => {
    expect(await withNote(text)).toBe(code)
  })

  test('edits and fills that overlap, or lie behind the frame', async () => {
    const overlapping = await withNote((note) => ({
      ...note,
      held: note.held.map((one) => ({ ...one, fills: [...one.fills, ...one.fills] })),
    }))
    expect(overlapping).toBe('compact-place')
    const behind = await withNote((note) => ({
      ...note,
      held: note.held.map((one) => ({ ...one, fills: [10 ** 12] })),
    }))
    expect(behind).toBe('compact-place')
  })

  test('the mark of an encoding before it', async () => {
    expect(await withNote((note) => `\uFEFF${formatNote(note)}`)).toBe('compact-note')
  })

  test('another size of what a base holds, plain or packed, or two of them', async () => {
    const longer = (note: Note) => ({
      ...note,
      archive: undefined,
      held: note.held.map((one) => ({ ...one, size: one.size + 512 })),
    })
    expect(await withNote(longer)).toBe('compact-lacks')
    expect(await withNote(longer, imageOfLayers([layer(1), layer(2)], 'gzip'))).toBe('compact-unlike')
    const both = await withNote((note) => ({
      ...note,
      layers: note.layers.map((one) => ({
        ...one,
        sources: [...one.sources, { diffId: note.held[0]!.diffId, size: note.held[0]!.size + 1 }],
      })),
    }))
    expect(both).toBe('compact-damaged')
  })

  test('another size, another hash, other literals', async () => {
    const whole = await withNote((note) => ({ ...note, archive: { ...note.archive!, size: 1 } }))
    expect(whole).toBe('compact-unlike')
    const hash = await withNote((note) => ({ ...note, archive: { ...note.archive!, sha256: 'a'.repeat(64) } }))
    expect(hash).toBe('compact-unlike')
    let size = NaN
    const literals = await noted((note) => ({
      ...note,
      layers: note.layers.map((one) => ({ ...one, literals: (size = one.literals) + 1 })),
    }))
    await expect(uncompacted(file(literals), [old()])).rejects.toMatchObject({
      code: 'compact-size',
      facts: { entry: expect.stringMatching(/\/literals$/) as unknown, expected: size + 1, found: size },
    })
  })
})
