import { expect, test } from 'vitest'
import { diffIds, imagesOf, inspect } from '../../../../fixtures/inspects'
import { faultOf, openInventory } from '../../../../fixtures/opening'

const json = JSON.stringify([inspect('A')])
const pretty = JSON.stringify([inspect('A')], null, 2)
const A = [['a:1', 'A']]

test.each([
  ['a line of stderr before', `Emulate Docker CLI using podman.\n${json}`],
  ['an error behind', `${json}\nError: No such image: b:1\n`],
  ['a prompt', `[root@host ~]# docker image inspect $(docker image ls -q)\n${pretty}\n[root@host ~]# `],
  ['a format with braces', `$ docker inspect --format '{{json .}}' a:1\n${json}\n$ exit`],
  ['warnings with brackets and quotes', `WARN[0000] don't "worry [1]\n${json}\ntime="now" level=warning`],
  ['job control', `[1] 4711\n${json}\n[1]+  Done`],
  ['a comma between', `${json},\n`],
  ['colours around', `\u001b[1m\u001b]0;title\u0007${pretty.replaceAll('"', '\u001b[0;32m"\u001b[0m')}\u001b[0m`],
  ['Markdown around', `\`\`\`json\n${pretty}\n\`\`\`\n`],
])('%s', async (_, text) => {
  expect(await imagesOf(text)).toEqual(A)
})

test('UTF-16 without its mark', async () => {
  const { images } = await openInventory(Buffer.from(`\r\n${pretty}`, 'utf16le'))
  expect(images).toHaveLength(1)
})

test('lists of diff IDs as Go prints them', async () => {
  expect(await imagesOf(`[${diffIds('AB').join(' ')}]\n[${diffIds('C').join(' ')}]\n`)).toEqual([['', 'AB'], ['', 'C']]) // prettier-ignore
})

test('of what breaks off, what stands before is read, and it is said', async () => {
  const two = JSON.stringify([inspect('A'), inspect('AB')])
  const { images, findings } = await openInventory(two.slice(0, -30))
  expect(images.map(({ image }) => image.name)).toEqual(['a:1'])
  expect(findings).toMatchObject([{ code: 'inventory-cut-off' }])
  for (let length = 1; length < json.length - 1; length += 7)
    expect((await faultOf(openInventory(json.slice(0, length))))?.code, String(length)).toBe('inventory-not-json')
})

test('JSON in a string of JSON, as an API wraps it', async () => {
  expect(await imagesOf(JSON.stringify(JSON.stringify([inspect('A')])))).toEqual([['a:1', 'A']])
  expect(await imagesOf(JSON.stringify(JSON.stringify(inspect('AB'), null, 2)))).toEqual([['ab:1', 'AB']])
})

test('a list as Python prints it', async () => {
  expect(await imagesOf(`['${diffIds('AB').join("', '")}']`)).toEqual([['', 'AB']])
})
