import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultOf } from '../../../../src/core/errors'
import { readList } from '../../../../src/core/list/read'

const FOLDER = 'tests/fixtures/lists'

/** What each file of the folder names: an image with how sure it is, unless it is named outright; and what can't be told, why and where. */
interface Expected {
  readonly images: readonly string[]
  readonly untold: readonly string[]
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(readFileSync(`${FOLDER}/expected.json`, 'utf8'))

async function read(name: string, text?: string): Promise<Expected | undefined> {
  try {
    const list = await readList(new File([text ?? readFileSync(`${FOLDER}/${name}`)], name))
    return (
      list && {
        images: list.images.map(({ name, sureness }) => (sureness === 'named' ? name : `${sureness} ${name}`)),
        untold: list.untold.map(({ why, text, where }) => `${why} ${text} ${where}`),
      }
    )
  } catch (thrown) {
    return { images: [], untold: [`problem ${faultOf(thrown).code}`] }
  }
}

test('there are fifty files, each with what it names', () => {
  const names = readdirSync(FOLDER).filter((name) => name !== 'expected.json')
  expect(names.toSorted()).toEqual(Object.keys(expected).toSorted())
  expect(names.length).toBeGreaterThanOrEqual(50)
})

test.for(Object.entries(expected))(
  '%s: every image is right, or listed as one that can’t be told',
  async ([name, it]) => {
    expect(await read(name)).toEqual(it)
  },
)

const manyAliases = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghij'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]`),
  'image: nginx:1',
].join('\n')

test('aliases of aliases take no time, and circles no end', async () => {
  expect(await read('laughs.yaml', manyAliases)).toEqual({ images: ['likely nginx:1'], untold: [] })
  expect((await read('circle.yaml', 'x: 1\na: &a {b: *a, image: nginx:1}'))?.images).toEqual(['likely nginx:1'])
  const merged = ['a: &a {k0: v}', ...Array.from({ length: 3000 }, (_, at) => `b${at}: {<<: *a}`)].join('\n')
  expect((await read('merged.yaml', merged))?.untold).toEqual(['problem list-too-much'])
})

test.for([
  ['a tab', 'services:\n\tweb: 1\n', 'list-not-yaml'],
  ['a quote that never ends', 'services: "web', 'list-not-yaml'],
  ['nothing but comments', '# later\n---\n', 'list-empty'],
  ['no image', 'a: 1\nb: [2]\n', 'list-empty'],
  ['too deep', '['.repeat(5000), 'list-too-much'],
  ['too many images', Array.from({ length: 10_001 }, (_, at) => `- image: a:${at}`).join('\n'), 'list-too-much'],
] as const)('a YAML file of %s is said to be that', async ([, text, code]) => {
  expect((await read('x.yaml', text))?.untold).toEqual([`problem ${code}`])
})

test('a problem says where it is, in the parser’s words', async () => {
  const fault = await readList(new File(['services:\n  web:\n\timage: a\n'], 'x.yaml')).catch((thrown) =>
    faultOf(thrown, 'x.yaml'),
  )
  expect(fault).toEqual({
    code: 'list-not-yaml',
    facts: { file: 'x.yaml', line: 3, reason: expect.stringContaining('tab') },
  })
})

test.for([
  ['prose', 'Error response from daemon: no such image\n'],
  ['a word', 'x'],
  ['words', 'no such image\n'],
  ['a web page', '<!doctype html><html><body>app:1</body></html>'],
  ['a log', '2024-06-01 12:00:00 INFO pulled nginx:1.25\n'.repeat(3)],
  ['a script', 'set -e\ndocker load -i a.tar\n'],
  ['JSON of something else', '[{"Id": "sha256:1", "Size": 2}]'],
])('%s is no list', async ([, text]) => {
  expect(await read('x.txt', text)).toBeUndefined()
})
