import { expect, test } from 'vitest'
import { readLayer } from '../../../../src/core/layer/contents'
import { treeOf } from '../../../../src/core/layer/tree'
import { StreamSource } from '../../../../src/core/tar/stream'
import { memberBytes, type Member } from '../../../fixtures/tar'

/** A layer as it goes by, member for member. */
function streamed(members: Iterable<Member>): StreamSource {
  async function* chunks() {
    for (const member of members) yield memberBytes(member)
    yield new Uint8Array(1024)
  }
  return new StreamSource(chunks(), 'layer.tar')
}

test('a path of fifty thousand folders is left out, as no system takes it', async () => {
  const deep = { name: `${'d/'.repeat(50_000)}f`, format: 'gnu' } as const
  const { files, cut } = await readLayer(streamed([{ name: 'before' }, deep, { name: 'behind' }]))
  expect([...files.keys()]).toEqual(['before', 'behind'])
  expect(cut).toBe(true)
})

test('folders that deep paths lead through count: a small layer makes no tree of a gigabyte', async () => {
  let given = 0
  function* deep(): Generator<Member> {
    for (; given < 500; given++) yield { name: `${given}/${'d/'.repeat(2_000)}f`, format: 'gnu' }
  }
  const contents = await readLayer(streamed(deep()))
  expect(contents.cut).toBe(true)
  expect(given).toBeLessThan(40)
  const letters = treeOf(contents).reduce((sum, { path }) => sum + path.length, 0)
  expect(letters).toBeLessThan(160 * 1024 * 1024)
})

test('paths that share their folders pay for them once', async () => {
  const folder = 'd/'.repeat(1_000)
  const members = Array.from({ length: 1_000 }, (_, at): Member => ({ name: `${folder}${at}`, format: 'gnu' }))
  const { files, cut } = await readLayer(streamed(members))
  expect(files.size).toBe(1_000)
  expect(cut).toBe(false)
})
