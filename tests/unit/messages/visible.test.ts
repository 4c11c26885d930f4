import { expect, test } from 'vitest'
import { languages, messagesIn } from '../../../src/messages'
import { cut, isolated } from '../../../src/messages/visible'

const RLO = '\u202E'

test('only what runs from right to left is isolated', () => {
  expect(isolated('web:1')).toBe('web:1')
  expect(isolated('שרת:1')).toBe('\u2068שרת:1\u2069')
  expect(isolated(`שרת${RLO}\u2069`)).toBe('\u2068שרת⟨U+202E⟩⟨U+2069⟩\u2069')
})

test('a cut leaves no half of a character', () => {
  expect(cut('ab😀', 3)).toBe('ab…')
  expect(cut('ab😀', 4)).toBe('ab😀')
})

test.each(languages)('in %s no sentence lets a name turn it around', async (language) => {
  const m = await messagesIn(language)
  const name = `a${RLO}b`
  const said = [
    m.error({ code: 'empty-file', facts: { file: name } }).what,
    m.finding({ code: 'platform-absent', hurts: [], facts: { platform: name }, place: undefined }).todo,
    m.reason({ reason: 'hosts-differ', facts: { image: name, base: name } }).what,
    m.plan.stackOf(name),
    m.site.pick(name),
    m.part.saved.file(name),
  ]
  for (const text of said) {
    expect(text).toContain('a⟨U+202E⟩b')
    expect(text).not.toContain(RLO)
  }
  expect(m.site.pick('שרת')).toContain('\u2068שרת\u2069')
})

test.each(languages)('in %s digests are short where a reason names them', async (language) => {
  const [found, expected] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`)
  const facts = { image: 'web:1', base: 'base:1', found: found!, expected: expected! }
  const { what } = (await messagesIn(language)).reason({ reason: 'first-layer-differs', facts })
  expect(what).toContain('sha256:aaaaaaaa…')
  expect(what).toContain('sha256:bbbbbbbb…')
})
