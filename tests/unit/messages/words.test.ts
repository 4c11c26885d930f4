import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { complaints } from '../../fixtures/compiler'

const words = (catalog: string) =>
  complaints(
    'src/messages/catalog.ts',
    `import { wordsFor } from './words'
     interface Facts { torn: { file: string; offset: number }; gone: { file: string } }
     export const catalog = wordsFor<Facts>()(${catalog})`,
  )

const gone = `gone: { what: '{file} is gone.', todo: '' }`

test('sentences that are filled with facts of their own code compile', () => {
  expect(words(`{ torn: { what: '{file} is torn at {offset}.', todo: 'Mend {file}.' }, ${gone} }`)).toEqual([])
})

test.each([
  [
    'says a fact that its code has not',
    `{ torn: { what: '{file}: {reason}', todo: '' }, ${gone} }`,
    /notAFact: "reason"/,
  ],
  ['advises by one', `{ torn: { what: '{file}', todo: '{entry}' }, ${gone} }`, /notAFact: "entry"/],
  [
    'says a fact of another code',
    `{ torn: { what: '', todo: '' }, gone: { what: '{offset}', todo: '' } }`,
    /notAFact: "offset"/,
  ],
])('a sentence that %s does not compile', (_, catalog, why) => {
  expect(words(catalog)).toEqual([expect.stringMatching(why)])
})

test('a language that lacks a code, or has one too many, does not compile', () => {
  expect(words(`{ ${gone} }`)).toEqual([expect.stringMatching(/'torn' is missing/)])
  const left = `left: { what: '', todo: '' }`
  expect(words(`{ torn: { what: '', todo: '' }, ${gone}, ${left} }`)).toEqual([expect.stringMatching(/never/)])
})

test.each([
  ['errors', '{offset}', /notAFact: "room"/],
  ['findings', '{diffId}', /notAFact: "room"/],
])('the %s of both languages are checked so', (name, placeholder, why) => {
  for (const language of ['en', 'zh-CN']) {
    const path = `src/messages/${language}/${name}.ts`
    const text = readFileSync(path, 'utf8').replace(placeholder, '{room}')
    expect(complaints(path, text)).toEqual([expect.stringMatching(why)])
  }
})
