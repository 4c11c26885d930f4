import { expect, test } from 'vitest'
import { mended } from '../../../../../src/core/destination/inventory/mend'
import { imagesOf, inspect } from '../../../../fixtures/inspects'
import { faultOf, openInventory } from '../../../../fixtures/opening'

const two = [inspect('AB'), inspect('AC')]
const printed = JSON.stringify(two, null, 4)
const whole = await imagesOf(printed)

const brokenAt = (text: string, width: number) =>
  text.split('\n').flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])

const linesWith = (prefix: (at: number) => string) =>
  printed
    .split('\n')
    .map((line, at) => `${prefix(at)}${line}`)
    .join('\n')

/** How JSON comes back from a terminal, a log, a mail or a page. */
test.each([
  ['a terminal of 80 columns', brokenAt(printed, 80).join('\n')],
  ['one of 60, copied on Windows', brokenAt(printed, 60).join('\r\n')],
  ['a terminal that broke one long line', brokenAt(JSON.stringify(two), 100).join('\n')],
  ['a terminal with its prompt', `$ docker image inspect a b\n${brokenAt(printed, 77).join('\n')}\n$ `],
  ['a mail', linesWith(() => '> ')],
  ['a log with times', linesWith((at) => `2026-01-01T00:00:${String(at % 60).padStart(2, '0')}.123Z `)],
  ['cat -n', linesWith((at) => `${String(at + 1).padStart(6)}\t`)],
  ['docker compose logs', linesWith(() => 'app-1  | ')],
  ['a page that makes quotes curly', printed.replace(/"([^"]*)"/g, '“$1”')],
  ['a page that makes blanks stay', printed.replaceAll(' ', '\u00a0')],
  ['the source of a page', printed.replaceAll('"', '&quot;')],
])('from %s it is read as it was printed', async (_, text) => {
  expect(text).not.toBe(printed)
  expect(await imagesOf(text)).toEqual(whole)
})

test('what can be read as it stands is left as it stands', async () => {
  const odd = JSON.stringify([inspect('A', { Comment: '“&quot;” \u00a0' })])
  expect(mended(odd)).not.toBe(odd)
  expect(await imagesOf(odd)).toEqual(await imagesOf([inspect('A')]))
})

test('what is cut off stays that, however its lines were broken', async () => {
  const cut = brokenAt(JSON.stringify(two), 80).join('\n').slice(0, 300)
  expect(await faultOf(openInventory(cut))).toMatchObject({ code: 'inventory-not-json' })
})
