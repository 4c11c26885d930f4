import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interpolate } from '../../../../src/core/list/interpolate'

test.for([
  ['app:1', 'app:1', [], []],
  ['$A', '', [], ['A']],
  ['${A}x', 'x', [], ['A']],
  ['${A:-1}', '1', ['A=1'], []],
  ['${A-1}${B:=2}${C=3}', '123', ['A=1', 'B=2', 'C=3'], []],
  ['${A:-${B:-2}}', '2', ['A=2', 'B=2'], []],
  ['${A:-x${B}}', 'x', ['A=x'], ['B']],
  ['${A:?say}${B:+x}', '', [], ['A', 'B']],
  ['$$A', '$A', [], []],
  ['a$', 'a$', [], []],
  ['${A:-1', '1', ['A=1'], []],
  ['${', '', [], ['']],
] as const)('%s becomes %s', ([text, filled, assumed, unset]) => {
  expect(interpolate(text)).toEqual({ text: filled, assumed, unset })
})

test('a text without a dollar stays as it is, and none takes longer than it is long', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', ':', '-', 'A', '1') }), (text) => {
      const { text: filled, assumed, unset } = interpolate(text)
      if (!text.includes('$')) expect({ filled, assumed, unset }).toEqual({ filled: text, assumed: [], unset: [] })
      expect(filled.length).toBeLessThanOrEqual(text.length)
    }),
  )
})
