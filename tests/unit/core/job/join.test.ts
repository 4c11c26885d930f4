import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint } from '../../../../src/core/job/fingerprint'
import { join, toHashJoined } from '../../../../src/core/job/join'
import { fillable } from '../../../../src/core/job/restore'
import { craneArchive, legacyArchive, podmanArchive } from '../../../fixtures/docker-archives'
import { faultsWith } from '../../../fixtures/carried'
import { checked, hashed } from '../../../fixtures/checking'
import { diffIdOf, digestOf, packed, type ImageSpec } from '../../../fixtures/layers'
import {
  attestationOf,
  classicArchive,
  containerdArchive,
  nestedArchive,
  ociOnlyArchive,
} from '../../../fixtures/oci-archives'
import { bytesOfBlob, destinationOf, faultOf, openArchive, slimmed } from '../../../fixtures/opening'
import { readTar } from '../../../fixtures/read-tar'
import { joined, joinedBy } from '../../../fixtures/restoring'
import { fileOfSpec, layoutNames, layouts, scenario } from '../../../fixtures/scenarios'
import { fileOf, tarOf, type Bytes, type Member } from '../../../fixtures/tar'

const base: ImageSpec = { tags: ['base:7'], layers: ['A', 'B'] }
const auth: ImageSpec = { tags: ['auth:1'], layers: ['A', 'B', 'C'] }
const billing: ImageSpec = { tags: ['billing:2'], layers: ['A', 'B', 'C', 'D'] }

const file = (members: readonly Member[], name: string) => fileOf(tarOf(members), name)
const baseFile = file(classicArchive([base]), 'base.tar')

/** The second leaves out what the base and the first bring. */
async function batch(write: (images: readonly ImageSpec[]) => Member[], there = baseFile) {
  const first = file(write([auth]), 'auth.tar')
  const one = await slimmed(first, await destinationOf([there]), 'universal')
  const other = await slimmed(file(write([billing]), 'billing.tar'), await destinationOf([there, first]), 'universal')
  return [fileOf(one.bytes, 'auth.slim.tar'), fileOf(other.bytes, 'billing.slim.tar')] as const
}

async function expectSound(bytes: Bytes): Promise<void> {
  expect(await faultsWith([], bytes)).toEqual([])
  const report = await checked(fileOf(bytes, 'joined.tar'))
  expect([report.verdict, report.contradictions]).toEqual(['whole', []])
  const blobs = readTar(bytes).filter(({ name, type }) => type === '0' && name.startsWith('blobs/'))
  for (const { name, body } of blobs) expect(`blobs/${digestOf(body).replace(':', '/')}`).toBe(name)
  expect(new Set(blobs.map(({ name }) => name)).size).toBe(blobs.length)
}

const namesIn = async (bytes: Bytes) => (await openArchive(fileOf(bytes, 'joined.tar'))).images.map(({ tags }) => tags)

test.each(layoutNames)(
  '%s: a batch and its base are one archive, each blob once, in the order of loading',
  async (layout) => {
    const [one, other] = await batch(layouts[layout])
    const bytes = await joined([one, other], [baseFile])
    await expectSound(bytes)
    expect(await namesIn(bytes)).toEqual([['base:7'], ['auth:1'], ['billing:2']])
    const { images } = await openArchive(fileOf(bytes, 'joined.tar'))
    expect(images.at(-1)?.layers.map(({ diffId }) => diffId)).toEqual(['A', 'B', 'C', 'D'].map(diffIdOf))
  },
)

test('whichever comes first, each fills the other', async () => {
  const [one, other] = await batch(containerdArchive)
  const bytes = await joined([other, one], [baseFile])
  await expectSound(bytes)
  expect(await namesIn(bytes)).toEqual([['base:7'], ['billing:2'], ['auth:1']])
})

test('an image that several bring is there once, under all of its names', async () => {
  const again = file(classicArchive([{ ...auth, tags: ['auth:latest', 'auth:1'] }, billing]), 'again.tar')
  const bytes = await joined([file(legacyArchive([auth]), 'auth.tar'), again], [])
  await expectSound(bytes)
  expect(await namesIn(bytes)).toEqual([['auth:1', 'auth:latest'], ['billing:2']])
})

test('a docker-archive takes a layer as a manifest beside it has it, and is hashed where nothing tells', async () => {
  const gzipped = file(ociOnlyArchive([{ ...auth, packing: 'gzip' }]), 'auth.tar')
  const bytes = await joined([file(podmanArchive([billing]), 'billing.tar'), gzipped], [])
  await expectSound(bytes)
  const names = readTar(bytes).map(({ name }) => name)
  for (const letter of ['A', 'B', 'C'])
    expect(names.includes(`blobs/${diffIdOf(letter).replace(':', '/')}`)).toBe(false)
  const jib = file(craneArchive([{ ...billing, packing: 'gzip' }]), 'jib.tar')
  const other = await joined([jib, file(classicArchive([base]), 'base.tar')], [])
  await expectSound(other)
  expect(readTar(other).map(({ name }) => name)).toContain(`blobs/${digestOf(packed('D', 'gzip')).replace(':', '/')}`)
})

test('manifests that are there stay as they were, and what is signed stays signed', async () => {
  const image = { ...auth, packing: 'gzip' } as const
  const members = nestedArchive('auth:1', [{ image, has: 'all' }], true)
  const there = file(containerdArchive([{ ...base, packing: 'gzip' }]), 'base.tar')
  const { bytes: slim } = await slimmed(file(members, 'auth.tar'), await destinationOf([there]), 'universal')
  const bytes = await joined([fileOf(slim, 'auth.slim.tar'), file(legacyArchive([billing]), 'billing.tar')], [there])
  await expectSound(bytes)
  const blobs = new Map(readTar(bytes).map(({ name, body }) => [name, body]))
  for (const { name, body } of attestationOf(image).blobs) expect(blobs.get(String(name))).toEqual(body)
  for (const { name, body } of members.filter((one) => String(one.name).startsWith('blobs/')))
    expect(Buffer.from(blobs.get(String(name)) ?? [])).toEqual(Buffer.from(body as Uint8Array))
})

test('of a base nothing comes along but what is built upon', async () => {
  const there = file(classicArchive([base, { tags: ['other:1'], layers: ['A', 'D'] }]), 'base.tar')
  const [one, other] = await batch(classicArchive, there)
  expect(await namesIn(await joined([one], [there]))).toEqual([['base:7'], ['auth:1']])
  expect(await namesIn(await joined([one, other], [there]))).toEqual([
    ['base:7'],
    ['other:1'],
    ['auth:1'],
    ['billing:2'],
  ])
})

test('a base without bytes is named; one that nobody needs is no matter', async () => {
  const [one, other] = await batch(classicArchive)
  const print = new File([await fingerprint(await openArchive(baseFile))], 'base.fingerprint.tar')
  expect(await faultOf(joined([one, other], [print]))).toMatchObject({ code: 'layer-without-bytes' })
  const bytes = await joined([one, other], [print, baseFile])
  expect(await namesIn(bytes)).toEqual([['base:7'], ['auth:1'], ['billing:2']])
})

test('a flipped bit in any of them, and nothing is joined', async () => {
  const [one, other] = await batch(classicArchive)
  const flip = async (given: File, letter: string) => {
    const bytes = await bytesOfBlob(given)
    const at = Buffer.from(bytes).indexOf(packed(letter, 'tar').subarray(0, 600)) + 700
    bytes[at]! ^= 1
    return fileOf(bytes, given.name)
  }
  expect(await faultOf(joined([await flip(one, 'C'), other], [baseFile]))).toMatchObject({
    facts: { file: 'auth.slim.tar' },
  })
  expect(await faultOf(joined([one, await flip(other, 'D')], [baseFile]))).toMatchObject({ code: 'layer-damaged' })
  expect(await faultOf(joined([one, other], [await flip(baseFile, 'A')]))).toMatchObject({ code: 'base-damaged' })
})

test('what one base has damaged is taken from another, and told', async () => {
  const [one, other] = await batch(classicArchive)
  const flipped = tarOf(classicArchive([base]))
  flipped[Buffer.from(flipped).indexOf(packed('B', 'tar').subarray(0, 600)) + 700]! ^= 1
  const { bytes, remarks } = await joinedBy([one, other], [fileOf(flipped, 'bad.tar'), baseFile])
  await expectSound(await bytesOfBlob(bytes))
  expect(remarks).toMatchObject([{ code: 'damaged-in-one', facts: { file: 'bad.tar', expected: diffIdOf('B') } }, {}])
})

test('whatever is joined is whole', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async ({ bases, target }) => {
      const there = bases.map(fileOfSpec)
      const slim = await slimmed(fileOfSpec(target), await destinationOf(there), 'universal')
      const others = there.slice(0, 1)
      const attempt = joined([fileOf(slim.bytes, 'slim.tar'), ...others], there)
      const fault = await faultOf(attempt)
      if (fault) expect(fault.code).toBe('layer-otherwise')
      else expect(await faultsWith([], await attempt)).toEqual([])
    }),
    { numRuns: 80 },
  )
})

test('a base whose bytes went by when it was opened holds nothing up, and its own image stays away', async () => {
  const targets = await Promise.all(
    [auth, billing].map((one, at) => openArchive(file(containerdArchive([one]), `${at}.tar`))),
  )
  const destination = { holdings: [] }
  const ready = targets.map((archive) => fillable({ archive, bases: [], destination, exact: false, damaged: [] }))
  const joinings = (await Promise.all(ready)).map((one) => ({ fillable: one, unpacked: [] }))
  const there = await openArchive(baseFile)
  const bare = { ...there, tar: { ...there.tar, bytes: undefined } }
  const { bytes } = await join(joinings, await hashed(toHashJoined(joinings)), [bare])
  expect(await namesIn(await bytesOfBlob(bytes))).toEqual([['auth:1'], ['billing:2']])
})
