import { expect, test } from 'vitest'
import { hashingHere, type Hashing } from '../../../../../src/core/check/hashing'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compactArchive, type Part } from '../../../../fixtures/compact-archives'
import { uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { concat, fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const old = tarOf([{ name: 'data', body: bytesOfSeed(1, 9000) }])
const held = tarOf([{ name: 'held', body: bytesOfSeed(2, 3000) }])
const base = fileOf(imageOfLayers([old, held]), 'base.tar')

/** The old layer with some bytes in front of it. */
function changed(name: string, seed: number): Part {
  const literals = bytesOfSeed(seed, 40)
  const steps = [{ residual: literals.length, copy: old.length, from: 0 }]
  return { member: { name, body: concat(literals, old) }, from: [{ literals, references: [], matches: [], steps }] }
}

const [one, two] = [changed('one', 3), changed('two', 4)]
const stays: Part = { member: { name: 'held', body: held }, from: 'held' }
const carried: Part = { member: { name: 'new', body: bytesOfSeed(5, 2000) } }
const again = (part: Part): Part => ({ ...part, member: { ...part.member, name: 'again' } })

const orders: readonly (readonly [what: string, parts: readonly Part[]])[] = [
  ['one behind the other', [one, carried, stays, two, carried]],
  ['layers that stand twice', [one, stays, again(one), again(stays), two, again(two)]],
  ['what bases bring alone', [stays, carried]],
]

/** Hashes, and counts what it was given. */
function counted() {
  const given = { bytes: 0 }
  const hashing: Hashing = {
    begin() {
      const hash = hashingHere.begin()
      return {
        async write(piece) {
          given.bytes += piece instanceof Blob ? piece.size : piece.length
          await hash.write(piece)
        },
        digest: () => hash.digest(),
      }
    },
  }
  return { given, hashing }
}

async function restored(parts: readonly Part[], saysWhole: boolean, frame: 'plain' | 'zstd') {
  const { whole, members } = compactArchive({ parts, sources: [old], codec: 'zstd', frame, saysWhole })
  const { given, hashing } = counted()
  const bytes: Bytes = await uncompacted(fileOf(tarOf([...members]), 'x.compact.tar'), [base], hashing)
  return { same: Buffer.compare(bytes, whole) === 0, given: given.bytes, size: whole.length }
}

for (const frame of ['plain', 'zstd'] as const)
  test.each(orders)(`%s: all of the whole is hashed, once, and comes back (frame: ${frame})`, async (_, parts) => {
    const { same, given, size } = await restored(parts, true, frame)
    expect(same).toBe(true)
    expect(given).toBe(size)
  })

test.each(orders)('%s: nothing of the whole is hashed where the note does not say its hash', async (_, parts) => {
  expect(await restored(parts, false, 'plain')).toMatchObject({ same: true, given: 0 })
})
