import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatNote, type CompactNote } from '../../../../src/core/delta/note'
import { NOTE_LIMIT, parseNote } from '../../../../src/core/delta/parse-note'

const sum = 'a'.repeat(64)

const hex = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 })
  .map((digits) => digits.join(''))
const digest = hex.map((sum) => `sha256:${sum}` as const)
const size = fc.maxSafeNat()
const word = fc.stringMatching(/^[!-~]{1,40}$/)
const was = fc.option(fc.record({ digest, mediaType: word, size }), { nil: undefined })
const source = fc.record({ diffId: digest, size })
const bytes = fc.array(fc.constantFrom('00', '7f', 'ff'), { maxLength: 9 }).map((pairs) => pairs.join(''))
const placed = {
  edits: fc.array(fc.record({ at: size, length: fc.nat({ max: NOTE_LIMIT.edit }), hex: bytes }), { maxLength: 3 }),
  fills: fc.array(size, { maxLength: 3 }),
}

const note: fc.Arbitrary<CompactNote> = fc.record({
  made: word,
  frame: fc.constantFrom('own', 'universal'),
  archive: fc.option(fc.record({ sha256: hex, size, name: fc.constantFrom('a.tar', 'with space.tar', '镜像 1.tar') }), {
    nil: undefined,
  }),
  held: fc.array(fc.record({ diffId: digest, size, was, ...placed })),
  blobs: fc.array(fc.record({ digest, size, ...placed })),
  layers: fc.array(
    fc.record({
      diffId: digest,
      size,
      codec: fc.constantFrom('zstd', 'gzip'),
      literals: size,
      segments: size,
      sources: fc.array(source, { minLength: 1 }),
      was,
      ...placed,
    }),
  ),
})

test('what is written is read', () => {
  fc.assert(
    fc.property(note, (one) => {
      expect(parseNote(formatNote(one))).toEqual(one)
    }),
  )
})

const whole = `layershed-compact 1\nmade 1\nframe own\nlayer ${sum} 1 zstd 1 1\nsource ${sum} 1\n`

test('it is written as the other side reads it', () => {
  const [edits, fills] = [
    [
      { at: 124, length: 11, hex: '3030' },
      { at: 200, length: 3, hex: '' },
    ],
    [512, 2048],
  ]
  const one: CompactNote = {
    made: '1.2',
    frame: 'own',
    archive: { sha256: sum, size: 4096, name: 'app 1.tar' },
    held: [
      { diffId: `sha256:${sum}`, size: 700, was: { digest: `sha256:${sum}`, mediaType: 'a/b', size: 9 }, edits, fills },
    ],
    blobs: [{ digest: `sha256:${sum}`, size: 5, edits: [], fills: [7] }],
    layers: [
      {
        ...{
          diffId: `sha256:${sum}`,
          size: 1,
          codec: 'gzip',
          literals: 2,
          segments: 3,
          was: undefined,
          edits: [],
          fills: [],
        },
        sources: [{ diffId: `sha256:${sum}`, size: 8 }],
      },
    ],
  }
  expect(formatNote(one).replaceAll(sum, 'SUM')).toBe(
    `layershed-compact 1
made 1.2
frame own
archive SUM 4096 app 1.tar
held SUM 700
was SUM a/b 9
edit 124 11 3030
edit 200 3 -
fill 512
fill 2048
blob SUM 5
fill 7
layer SUM 1 gzip 2 3
source SUM 8
`,
  )
})

test.each([
  ['another version', whole.replace('compact 1', 'compact 2'), 'line 1'],
  ['a word that nobody knows', `${whole}extra 1\n`, 'line 6'],
  ['a layer without a source', whole.replace(/source.*\n/, ''), 'line 4'],
  ['a source without a layer', whole.replace(/^layer .*\n/m, ''), 'line 4'],
  ['a number above 2^53', whole.replace('zstd 1 1', 'zstd 9007199254740993 1'), 'line 4'],
  ['a digest that is none', whole.replace(`source ${sum}`, 'source abc'), 'line 5'],
  ['two frames', whole.replace('frame own', 'frame own\nframe own'), 'line 4'],
  ['a source that stands twice', whole.replace(/(source.*\n)/, '$1$1'), 'line 6'],
  ['a layer that stands twice', whole.replace(/(layer .*\nsource.*\n)/, '$1$1'), 'line 6'],
  ['a codec that nobody knows', whole.replace('zstd', 'lzma'), 'line 4'],
  ['an edit without a layer', whole.replace('\nlayer', '\nedit 1 1 00\nlayer'), 'line 4'],
  ['an edit that is no hex', `${whole}edit 1 1 0g\n`, 'line 6'],
  ['an edit of half a byte', `${whole}edit 1 1 000\n`, 'line 6'],
  ['an edit of too many bytes', `${whole}edit 1 ${NOTE_LIMIT.edit + 1} -\n`, 'line 6'],
  ['a source of a held layer', `${whole}held ${sum} 1\nsource ${sum} 1\n`, 'line 7'],
  ['a doubled space', whole.replace('zstd 1', 'zstd  1'), 'line 4'],
])('%s is refused, by its line', (_, text, line) => {
  expect(() => parseNote(text)).toThrow(
    expect.objectContaining({ name: 'RecipeError', message: expect.stringContaining(line) }),
  )
})
