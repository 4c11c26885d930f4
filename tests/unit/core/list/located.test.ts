import { expect, test } from 'vitest'
import { heldAmong } from '../../../../src/core/list/held'
import { located, type Place } from '../../../../src/core/list/located'
import { readList } from '../../../../src/core/list/read'

const DIGEST = `sha256:${'b'.repeat(64)}`

interface Holder {
  readonly name: string
  readonly tags: readonly string[]
  readonly side?: Place['side']
  readonly isHost?: boolean
}

async function states(names: string, holders: readonly Holder[], everyHost = false) {
  const list = await readList(new File([names], 'images.txt'))
  if (!list) throw new Error('no list')
  const wanted = list.images.map(({ full }) => full)
  const places = holders.map(({ name, tags, side = 'there', isHost = false }): Place => {
    return { name, side, isHost, has: new Set(heldAmong(wanted, tags)) }
  })
  return located(list, places, everyHost).map(({ state }) => state)
}

test('names are the same, however fully they are written', async () => {
  const tags = ['web:1', 'docker.io/library/redis:latest', 'quay.io/acme/app:2']
  const names = 'docker.io/library/web:1\nredis\nquay.io/acme/app:2\nacme/app:2\nweb:2\n'
  const given = { name: 'a.tar', tags, side: 'given' } as const
  expect(await states(names, [given])).toEqual(['given', 'given', 'given', 'missing', 'missing'])
})

test('a digest is enough, and so is the tag beside it', async () => {
  const names = `acme/a@${DIGEST}\nacme/b:1@${DIGEST}\nacme/c@${DIGEST}\n`
  const tags = [`acme/a@${DIGEST}`, 'acme/b:1', 'acme/c:1', '<none>:<none>']
  expect(await states(names, [{ name: 'host.json', tags }])).toEqual(['there', 'there', 'missing'])
})

test('of several hosts each must have it; what is given counts before what is there', async () => {
  const hosts = [
    { name: 'Ship', tags: ['a:1', 'b:1'], isHost: true },
    { name: 'Plant 7', tags: ['b:1'], isHost: true },
  ]
  expect(await states('a:1\nb:1\n', hosts)).toEqual(['there', 'there'])
  expect(await states('a:1\nb:1\n', hosts, true)).toEqual(['missing', 'there'])
  expect(await states('a:1\n', [...hosts, { name: 'base.tar', tags: ['a:1'] }], true)).toEqual(['there'])
  expect(await states('b:1\n', [...hosts, { name: 'b.tar', tags: ['b:1'], side: 'given' }])).toEqual(['given'])
})
