import { expect, test } from 'vitest'
import { visible } from '../../../../src/core/view/visible'

test('what is not seen is shown by its code', () => {
  expect(visible('app\u202Egpj.tar')).toBe('app⟨U+202E⟩gpj.tar')
  const unseen = ['\0', '\t', '\n', '\r', '\x1B', '\x7F', '\x85', '\xAD', '\u061C', '\u115F', '\u180E', '\u200B', '\u200D']
    .concat(['\u200F', '\u2028', '\u2029', '\u202A', '\u2060', '\u2066', '\u2069', '\u3164', '\uFE00', '\uFEFF', '\uFFA0'])
    .concat(['\uD800', '\uDC00', '\u{E0041}', '\u{E0100}']) // prettier-ignore
  for (const one of unseen) expect(visible(`a${one}b`)).toMatch(/^a⟨U\+[0-9A-F]{4,6}⟩b$/)
})

test('what is seen stays as it is', () => {
  for (const text of ['', 'web:2.1', '镜像　二', 'שלום', 'é e\u0301', '⚠️ 😀', 'a  b', '⟨U+202E⟩'])
    expect(visible(text)).toBe(text)
})

test('shown twice, it is shown as once', () => {
  expect(visible(visible('\u2067a\u2069'))).toBe(visible('\u2067a\u2069'))
})
