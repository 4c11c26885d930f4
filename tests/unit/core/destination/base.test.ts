import fc from 'fast-check'
import { expect, test } from 'vitest'
import { baseOf, nearestTo, type Base } from '../../../../src/core/destination/base'
import { combine, type Destination } from '../../../../src/core/destination/destination'
import type { HeldImage, Holding } from '../../../../src/core/destination/holding'
import { chainsOf, diffIdOf } from '../../../fixtures/layers'
import type { Digest } from '../../../../src/core/image/digest'

const layersOf = (letters: string) => {
  const diffIds = [...letters].map(diffIdOf)
  return chainsOf(diffIds).map((chain, at) => ({ diffId: diffIds[at]!, chain: chain as Digest }))
}

const held = (letters: string): HeldImage => ({
  name: letters,
  tags: [],
  platform: { os: 'linux', architecture: 'amd64' },
  layers: layersOf(letters).map((layer) => ({ ...layer, blob: undefined, createdBy: undefined })),
})

const image = (letters: string) => ({ layers: layersOf(letters) }) as unknown as Parameters<typeof baseOf>[0]

const there = (hosts: readonly (readonly string[])[]): Destination =>
  combine(
    hosts.map((images, at): Holding => ({
      name: `host ${at}`,
      source: 'inventory',
      store: 'unknown',
      images: images.map(held),
    })),
    'every-host',
  )

/** Looks at every image of the destination, as one would by hand. */
function byHand(letters: string, { holdings, chains }: Destination): { base?: string; nearest?: string } {
  const own = layersOf(letters)
  const candidates = holdings
    .flatMap(({ name, images }) => images.map((one) => ({ at: `${name}: ${one.name}`, ...one, shared: 0 })))
    .map((one) => {
      const differs = own.findIndex(({ chain }, at) => chain !== one.layers[at]?.chain)
      return { ...one, shared: differs < 0 ? own.length : differs }
    })
    .filter(({ shared }) => shared === 0 || chains.has(own[shared - 1]!.chain))
  const largest = <T>(items: readonly T[], weight: (item: T) => number) =>
    items.reduce<T | undefined>((best, item) => (best && weight(best) >= weight(item) ? best : item), undefined)
  const base = largest(candidates, ({ shared }) => shared)
  if (base && base.shared > 0) return { base: `${base.at} ${base.shared}`, nearest: `${base.at} ${base.shared}` }
  const diffIds = new Set<string>(own.map(({ diffId }) => diffId))
  const nearest = largest(
    candidates.filter(({ layers }) => layers.length > 0),
    ({ layers }) => layers.filter(({ diffId }) => diffIds.has(diffId)).length,
  )
  return nearest ? { nearest: `${nearest.at} 0` } : {}
}

const told = (base: Base | undefined) => base && `${base.source}: ${base.image.name} ${base.layers}`

test('the base and the nearest image are those that a look at every image finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('A', 'B', 'C'), maxLength: 5 })
  const hosts = fc.array(fc.array(letters, { maxLength: 5 }), { maxLength: 3 })
  fc.assert(
    fc.property(letters, hosts, (target, images) => {
      const destination = there(images)
      const { base, nearest } = byHand(target, destination)
      expect(told(baseOf(image(target), destination))).toBe(base)
      expect(told(nearestTo(image(target), destination))).toBe(nearest)
    }),
    { numRuns: 2000 },
  )
})

test('a destination of ten thousand images is looked at once, not once for each image', () => {
  const images = Array.from({ length: 10_000 }, () => 'AB')
  let looks = 0
  const destination = there([images])
  const counted: Destination = {
    ...destination,
    holdings: destination.holdings.map((holding) => ({
      ...holding,
      get images() {
        looks++
        return holding.images
      },
    })),
  }
  for (let at = 0; at < 1000; at++) baseOf(image('ABC'), counted)
  expect(looks).toBe(1)
})
