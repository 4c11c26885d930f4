import { expect, test } from 'vitest'
import { located, type Search } from '../../../../src/core/list/located'
import { readList } from '../../../../src/core/list/read'

const DIGEST = `sha256:${'b'.repeat(64)}`

async function states(names: string, search: Partial<Search>) {
  const list = await readList(new File([names], 'images.txt'))
  if (!list) throw new Error('no list')
  return located(list, { given: [], there: [], everyHost: false, ...search }).map(({ state }) => state)
}

test('names are the same, however fully they are written', async () => {
  const tags = ['web:1', 'docker.io/library/redis:latest', 'quay.io/acme/app:2']
  const names = 'docker.io/library/web:1\nredis\nquay.io/acme/app:2\nacme/app:2\nweb:2\n'
  expect(await states(names, { given: [{ name: 'a.tar', tags }] })).toEqual([
    'given',
    'given',
    'given',
    'missing',
    'missing',
  ])
})

test('a digest is enough, and so is the tag beside it', async () => {
  const names = `acme/a@${DIGEST}\nacme/b:1@${DIGEST}\nacme/c@${DIGEST}\n`
  const there = [{ name: 'host.json', tags: [`acme/a@${DIGEST}`, 'acme/b:1', 'acme/c:1', '<none>:<none>'] }]
  expect(await states(names, { there })).toEqual(['there', 'there', 'missing'])
})

test('of several hosts each must have it; what is given counts before what is there', async () => {
  const there = [
    { name: 'Ship', tags: ['a:1', 'b:1'], isHost: true },
    { name: 'Plant 7', tags: ['b:1'], isHost: true },
  ]
  expect(await states('a:1\nb:1\n', { there })).toEqual(['there', 'there'])
  expect(await states('a:1\nb:1\n', { there, everyHost: true })).toEqual(['missing', 'there'])
  const beside = [...there, { name: 'base.tar', tags: ['a:1'] }]
  expect(await states('a:1\n', { there: beside, everyHost: true })).toEqual(['there'])
  expect(await states('b:1\n', { there, given: [{ name: 'b.tar', tags: ['b:1'] }] })).toEqual(['given'])
})
