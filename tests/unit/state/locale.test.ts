import { expect, test, vi } from 'vitest'
import { messagesIn, type Language, type Messages } from '../../../src/messages'
import { Locale } from '../../../src/state/locale.svelte'

const coming = new Map<Language, (messages: Messages) => void>()

// Words come as the test has them come.
vi.mock(import('../../../src/messages'), async (original) => {
  const real = await original()
  return { ...real, messagesIn: vi.fn(real.messagesIn) }
})

const [english, chinese] = await Promise.all([messagesIn('en'), messagesIn('zh-CN')])

test('words that come late are not shown in the place of those that were asked for after them', async () => {
  vi.mocked(messagesIn).mockImplementation((language) => new Promise((come) => coming.set(language, come)))
  const locale = new Locale(english)
  const first = locale.speak('zh-CN')
  const second = locale.speak('en')
  coming.get('en')?.(english)
  coming.get('zh-CN')?.(chinese)
  await Promise.all([first, second])
  expect(locale.language).toBe('en')
  const third = locale.speak('zh-CN')
  expect(locale.language).toBe('en')
  coming.get('zh-CN')?.(chinese)
  await third
  expect(locale.language).toBe('zh-CN')
})
