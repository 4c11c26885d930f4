import { beforeEach, expect, test, vi } from 'vitest'
import { LayerListing } from '../../../src/core/layer/listing'
import type { LayerApi } from '../../../src/worker/decoder/api'
import { openedLayer } from '../../fixtures/looking-inside'
import { contentsOfMembers } from '../../fixtures/reading-layers'
import type { Member } from '../../fixtures/tar'

const members = (...names: readonly string[]): Member[] => names.map((name, at) => ({ name, body: 'x'.repeat(at) }))
const few = new LayerListing(await contentsOfMembers(...members('a.txt', 'b.log', 'bin/tool', 'c.txt', 'd.log')))
const many = new LayerListing(
  await contentsOfMembers(...members(...Array.from({ length: 500 }, (_, at) => `${1000 + at}`))),
)
let listing = few

/** Answers wait while there is something to wait for. */
let held: Promise<void> | undefined

const api: Partial<LayerApi> = {
  list: async () => listing.summary(),
  compare: async () => listing.summary(),
  show: async (query) => (await held, listing.show(query)),
  toggleAll: async (open) => (await held, listing.toggleAll(open)),
  rows: async (from, to) => listing.rows(from, to),
  placeOf: async (id) => listing.placeOf(id),
}

vi.mock('../../../src/worker/decoder/layer-client', () => ({ layerDoor: () => ({ api, end: () => {} }) }))

beforeEach(() => {
  listing = few
  held = undefined
})

async function opened() {
  const inside = await openedLayer()
  const chosen = () => [inside.layer?.chosen.row?.path, inside.layer?.chosen.at]
  const choose = (path: string) => inside.choose(inside.layer?.window.rows.findIndex((row) => row.path === path) ?? -1)
  return { inside, chosen, choose }
}

/** Asks, and gets no answer before something else was done. */
async function meanwhile(ask: () => Promise<void>, act: () => void): Promise<void> {
  let answer = () => {}
  held = new Promise((resolve) => (answer = resolve))
  const asked = ask()
  act()
  answer()
  await asked
}

test('the first line is chosen, of every question anew', async () => {
  const { inside, chosen, choose } = await opened()
  expect(chosen()).toEqual(['bin', 0])
  choose('c.txt')
  await inside.show({ text: '.log' })
  expect(chosen()).toEqual(['b.log', 0])
  await inside.show({ text: 'nothing is called so' })
  expect(chosen()).toEqual([undefined, 0])
})

test.each([
  ['d.log', 1],
  ['b.log', 0],
  ['c.txt', -1],
])('%s, chosen before the answer, stays chosen, wherever it stands then', async (path, at) => {
  const { inside, chosen, choose } = await opened()
  await meanwhile(
    () => inside.show({ text: '.log' }),
    () => choose(path),
  )
  expect(chosen()).toEqual([path, at])
})

test('of several that are chosen meanwhile the last stays', async () => {
  const { inside, chosen, choose } = await opened()
  let asked = 0
  const placeOf = vi.spyOn(api, 'placeOf').mockImplementation(async (id) => {
    if (asked++ === 0) choose('d.log')
    return listing.placeOf(id)
  })
  await meanwhile(
    () => inside.show({ text: '.log' }),
    () => choose('b.log'),
  )
  placeOf.mockRestore()
  expect(chosen()).toEqual(['d.log', 1])
})

test('it stays chosen in another order, and while folders open and close over it', async () => {
  const { inside, chosen, choose } = await opened()
  choose('d.log')
  await inside.toggleAll(false)
  expect(chosen()).toEqual(['d.log', 4])
  await inside.toggleAll(true)
  expect(chosen()).toEqual(['d.log', 5])
  choose('bin/tool')
  await inside.toggleAll(false)
  expect(chosen()).toEqual(['bin/tool', -1])
  await meanwhile(
    () => inside.show({ order: 'size' }),
    () => choose('c.txt'),
  )
  expect(chosen()).toEqual(['c.txt', 1])
})

test('what stands far below is known as soon as it is in sight', async () => {
  listing = many
  const { inside, chosen } = await opened()
  inside.choose(400)
  expect(chosen()).toEqual([undefined, 400])
  await inside.look(390, 410)
  expect(chosen()).toEqual(['1400', 400])
  await inside.look(0, 20)
  expect(chosen()).toEqual(['1400', 400])
})
