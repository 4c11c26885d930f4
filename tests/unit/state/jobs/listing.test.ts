import { expect, test } from 'vitest'
import { readList } from '../../../../src/core/list/read'
import { open } from '../../../../src/core/job/open'
import { secondLook } from '../../../../src/core/job/second-look'
import type { Item } from '../../../../src/model/item'
import { listInstead } from '../../../../src/state/jobs/listing'
import { faultOf } from '../../../../src/core/errors'

const item = (role: Item['role'], pinned: boolean): Item => ({
  id: 'file-1',
  name: 'x',
  file: new File([], 'x'),
  edition: 1,
  role,
  pinned,
  state: { kind: 'reading' },
})

/** What becomes of a text that is given, by its name and to a side: as it is opened. */
async function given(name: string, text: string, to: Item): Promise<readonly string[] | string> {
  const file = new File([text], name)
  try {
    const thrown = await open(file).then(
      () => new Error('opened'),
      (thrown: unknown) => thrown,
    )
    const list = await listInstead(await secondLook(thrown, file), file, to, new AbortController().signal, readList)
    return list.images.map((image) => image.name)
  } catch (thrown) {
    return faultOf(thrown).code
  }
}

const SEND = item('target', true)
const ANYWHERE = item('target', false)
const THERE = item('base', true)

test.for([
  ['compose.yaml', 'services: {web: {image: "nginx:1"}}', ['nginx:1'], ['nginx:1'], 'plain-text'],
  ['images.txt', 'nginx:1\n', ['nginx:1'], ['nginx:1'], 'plain-text'],
  ['compose.json', '{"services": {"web": {"image": "nginx:1"}}}', ['nginx:1'], ['nginx:1'], 'not-an-inventory'],
  ['t.yaml', '{{- if x }}\nimage: nginx:1\n{{- end }}\n', ['nginx:1'], ['nginx:1'], 'inventory-not-json'],
  // What lists a host's images is told as that, unless it was given to be sent.
  ['ls.txt', 'REPOSITORY   TAG   IMAGE ID\nnginx   1   abc\n', ['nginx:1'], 'inventory-listing', 'inventory-listing'],
  ['images.csv', 'image,tag\nnginx:1,redis:2\n', 'inventory-csv', 'inventory-csv', 'inventory-csv'],
  ['note.txt', 'Error: no such image\n', 'plain-text', 'plain-text', 'plain-text'],
  ['empty.yaml', '# nothing\n', 'list-empty', 'list-empty', 'plain-text'],
] as const)('%s to be sent, dropped anywhere, or already there', async ([name, text, send, anywhere, there]) => {
  expect(await given(name, text, SEND)).toEqual(send)
  expect(await given(name, text, ANYWHERE)).toEqual(anywhere)
  expect(await given(name, text, THERE)).toEqual(there)
})
