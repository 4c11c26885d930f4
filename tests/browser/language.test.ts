import { expect } from 'vitest'
import { remark } from '../../src/core/image/finding'
import { messagesIn, languages, type Messages } from '../../src/messages'
import { base, target } from '../engines/samples'
import { chooseForm, faults, findings, give, planOf, rows, speak, test } from './page'

const [en, zh] = (await Promise.all(languages.map(messagesIn))) as [Messages, Messages]

test.for([
  ['en-US', 'en'],
  ['zh-CN', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['de-DE', 'en'],
] as const)('a browser in %s begins in %s', async ([locale, language], { open }) => {
  const page = await open({ locale })
  expect(await page.getByTestId('language').inputValue()).toBe(language)
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  await page.getByRole('heading', { name: (await messagesIn(language)).page.send, level: 2 }).waitFor()
})

test('another language changes every word, and is remembered', async ({ page }) => {
  await page.getByTestId('language').selectOption('zh-CN')
  await page.getByRole('heading', { name: zh.page.send, level: 2 }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  expect(await page.getByText(en.page.sendHint).count()).toBe(0)
  // What stays in Latin letters: names, commands and the other language's name.
  const words = (await page.locator('body').innerText()).match(/\b[a-z]{4,}(?: [a-z]{2,}){2,}\b/g) ?? []
  expect(words.filter((text) => !/docker|podman|skopeo/.test(text))).toEqual([])

  await page.reload()
  await page.getByRole('heading', { name: zh.page.send, level: 2 }).waitFor()
  expect(await page.getByTestId('language').inputValue()).toBe('zh-CN')
  await page.getByTestId('language').selectOption('en')
  await page.reload()
  await page.getByRole('heading', { name: en.page.send, level: 2 }).waitFor()
})

test('a plan, its remarks and errors speak the language that is chosen, and nothing is lost by the change', async ({
  page,
}) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), { name: 'empty.tar', bytes: Buffer.alloc(0) })
  await chooseForm(page, 'as-is')
  const plan = await planOf(rows(page).nth(0))
  const spoken = [
    faults(page, 'empty-file'),
    findings(page, 'as-is-harms-containerd'),
    rows(page).nth(0).getByTestId('save'),
  ]
  const expected = ({ error, finding, job }: typeof en) => {
    const fault = error({ code: 'empty-file', facts: { file: 'empty.tar' } })
    const said = finding(remark('as-is-harms-containerd', {}))
    return [[fault.what, fault.todo], [said.what, said.todo], [job.save]]
  }
  for (const [language, messages] of [
    ['en', en],
    ['zh-CN', zh],
    ['en', en],
  ] as const) {
    await speak(page, language)
    for (const [at, parts] of expected(messages).entries())
      for (const part of parts) await spoken[at]!.filter({ hasText: part }).waitFor()
    expect(await planOf(rows(page).nth(0))).toEqual(plan)
  }
})

test('where storage is forbidden the page works all the same', async ({ open }) => {
  const page = await open()
  await page.context().addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('forbidden', 'SecurityError')
      },
    })
  })
  await page.reload()
  await page.getByTestId('language').selectOption('zh-CN')
  await page.getByRole('heading', { name: zh.page.send, level: 2 }).waitFor()
})
