import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatNote, parseNote, type CompactNote } from '../../../../src/core/delta/note'

const hex = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 })
  .map((digits) => digits.join(''))
const digest = hex.map((sum) => `sha256:${sum}` as const)
const size = fc.maxSafeNat()
const word = fc.stringMatching(/^[!-~]{1,40}$/)
const was = fc.option(fc.record({ digest, mediaType: word, size }), { nil: undefined })
const source = fc.record({ diffId: digest, size })

const note: fc.Arbitrary<CompactNote> = fc.record({
  made: word,
  frame: fc.constantFrom('own', 'universal'),
  archive: fc.option(fc.record({ sha256: hex, size, name: fc.constantFrom('a.tar', 'with space.tar', '镜像 1.tar') }), {
    nil: undefined,
  }),
  held: fc.array(fc.record({ diffId: digest, size, was })),
  layers: fc.array(
    fc.record({
      diffId: digest,
      size,
      codec: fc.constantFrom('zstd', 'gzip'),
      literals: size,
      segments: size,
      sources: fc.array(source, { minLength: 1 }),
      was,
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

const sum = 'a'.repeat(64)
const whole = `layershed-compact 1\nmade 1\nframe own\nlayer ${sum} 1 zstd 1 1\nsource ${sum} 1\n`

test.each([
  ['another version', whole.replace('compact 1', 'compact 2'), 'line 1'],
  ['a word that nobody knows', `${whole}extra 1\n`, 'line 6'],
  ['a layer without a source', whole.replace(/source.*\n/, ''), 'line 4'],
  ['a source without a layer', whole.replace(/^layer .*\n/m, ''), 'line 4'],
  ['a number above 2^53', whole.replace('zstd 1 1', 'zstd 9007199254740993 1'), 'line 4'],
  ['a digest that is none', whole.replace(`source ${sum}`, 'source abc'), 'line 5'],
  ['two frames', whole.replace('frame own', 'frame own\nframe own'), 'line 2'],
  ['a codec that nobody knows', whole.replace('zstd', 'lzma'), 'line 4'],
  ['a doubled space', whole.replace('zstd 1', 'zstd  1'), 'line 4'],
])('%s is refused, by its line', (_, text, line) => {
  expect(() => parseNote(text)).toThrow(
    expect.objectContaining({ name: 'RecipeError', message: expect.stringContaining(line) }),
  )
})
