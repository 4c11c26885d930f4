import { expect, test } from 'vitest'
import type { FormId } from '../../../../../src/core/form/form-id'
import { craneArchive, legacyArchive } from '../../../../fixtures/docker-archives'
import type { ImageSpec } from '../../../../fixtures/layers'
import { classicArchive, containerdArchive } from '../../../../fixtures/oci-archives'
import { destinationOf, faultOf, slimmed } from '../../../../fixtures/opening'
import { restored } from '../../../../fixtures/restoring'
import { fileOf, tarOf, type Member } from '../../../../fixtures/tar'

/** So many places in either archive of each pair. */
const PLACES = 250

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'C'] }
const base: ImageSpec = { tags: ['base:7'], layers: ['A', 'B'] }
const gzipped = { packing: 'gzip' } as const

const pairs: [string, FormId, Member[], Member[]][] = [
  ['plain by plain', 'universal', classicArchive([app]), classicArchive([base])],
  ['plain by packed', 'as-is', legacyArchive([app]), craneArchive([{ ...base, ...gzipped }])],
  [
    'packed by packed',
    'universal',
    containerdArchive([{ ...app, ...gzipped }]),
    containerdArchive([{ ...base, ...gzipped }]),
  ],
]

/** The same places in every run: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

test.each(pairs)(
  '%s: one flipped bit anywhere in a base or a slim archive, and no other bytes come back',
  async (...pair) => {
    const [name, form, members, baseMembers] = pair
    const original = tarOf(members)
    const there = tarOf(baseMembers)
    const slim = (await slimmed(fileOf(original, 'app.tar'), await destinationOf([fileOf(there)]), form)).bytes
    const next = random(name.length)
    const counted = { refused: 0, same: 0 }
    for (const [bytes, isBase] of [
      [there, true],
      [slim, false],
    ] as const)
      for (let turn = 0; turn < PLACES; turn++) {
        const flipped = bytes.slice()
        const at = Math.floor(next() * bytes.length)
        flipped[at]! ^= 1 << Math.floor(next() * 8)
        const attempt = restored(fileOf(isBase ? slim : flipped, 'app.slim.tar'), [
          fileOf(isBase ? flipped : there, 'base.tar'),
        ])
        if (await faultOf(attempt)) {
          counted.refused++
          continue
        }
        // What no digest covers is the slim archive's own: a header's mode, a list of names, what stands behind the end.
        if (isBase) expect([at, Buffer.compare(await attempt, original)]).toEqual([at, 0])
        counted.same++
      }
    expect(counted.refused).toBeGreaterThan(0)
  },
)
