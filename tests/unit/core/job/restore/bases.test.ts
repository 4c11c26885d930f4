import { expect, test } from 'vitest'
import { fingerprint } from '../../../../../src/core/job/fingerprint'
import { payloadsOf, type ImageArchive } from '../../../../../src/core/image/model'
import { craneArchive, legacyArchive, podmanArchive } from '../../../../fixtures/docker-archives'
import { diffIdOf, digestOf, packed, type ImageSpec } from '../../../../fixtures/layers'
import { checkedArchive } from '../../../../fixtures/checking'
import { classicArchive, containerdArchive, ociOnlyArchive } from '../../../../fixtures/oci-archives'
import { bytesOfBlob, destinationOf, faultOf, openArchive, slimmed } from '../../../../fixtures/opening'
import { jobOf, planned, restored, restoredBy } from '../../../../fixtures/restoring'
import { concat, fileOf, tarOf, utf8, type Member } from '../../../../fixtures/tar'
import type { FormId } from '../../../../../src/core/form/form-id'

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'C'] }
const base: ImageSpec = { tags: ['registry.example/base:7'], layers: ['A', 'B'] }

const file = (members: readonly Member[], name: string) => fileOf(tarOf(members), name)
const baseFile = file(classicArchive([base]), 'base.tar')

async function slimApp(members: readonly Member[], form: FormId = 'universal', there = baseFile) {
  const { bytes } = await slimmed(file(members, 'app.tar'), await destinationOf([there]), form)
  return fileOf(bytes, 'app.slim.tar')
}

const refusal = (slim: File, ...bases: File[]) => faultOf(restored(slim, bases))

test('the layers may come from several bases, each of which has some', async () => {
  const slim = await slimApp(classicArchive([app]))
  const lower = file(legacyArchive([{ tags: ['lower:1'], layers: ['A'] }]), 'lower.tar')
  const other = file(podmanArchive([{ tags: ['other:1'], layers: ['D', 'B'] }]), 'other.tar')
  expect(await restored(slim, [lower, other])).toEqual(tarOf(classicArchive([app])))
})

test('a layer that the base holds gzipped is unpacked', async () => {
  const slim = await slimApp(legacyArchive([app]), 'as-is')
  for (const packing of ['gzip', 'gzip-0', 'zstd'] as const) {
    const crane = file(craneArchive([{ ...base, packing }]), 'crane.tar')
    expect(await restored(slim, [crane])).toEqual(tarOf(legacyArchive([app])))
  }
})

test('of two gzips of a layer, the one that was there comes back', async () => {
  const members = craneArchive([{ ...app, packing: 'gzip-0' }])
  const slim = await slimApp(members, 'as-is')
  const both = [
    { ...base, packing: 'gzip' as const },
    { ...base, packing: 'gzip-0' as const },
  ].map((image, at) => file(craneArchive([image]), `base-${at}.tar`))
  expect(await restored(slim, both)).toEqual(tarOf(members))
  expect(await refusal(slim, both[0]!)).toMatchObject({
    code: 'layer-otherwise',
    facts: { layer: 1, base: 'base-0.tar' },
  })
})

test('a layer that stands twice in an archive is taken from the archive itself', async () => {
  const members = legacyArchive([app, { tags: ['lower:1'], layers: ['A'] }], 'copy')
  const { bytes, plan } = await slimmed(file(members, 'app.tar'), await destinationOf([]), 'as-is')
  expect(plan.shed.size).toBe(1)
  expect(await restored(fileOf(bytes, 'app.slim.tar'), [])).toEqual(tarOf(members))
})

test('the archives of a batch are restored in order, each by those before it', async () => {
  const second: ImageSpec = { tags: ['second:1'], layers: ['A', 'B', 'C', 'D'] }
  const slim = await slimApp(classicArchive([app]))
  const whole = fileOf(await restored(slim, [baseFile]), 'app.tar')
  const next = await slimApp(classicArchive([second]), 'universal', file(classicArchive([app]), 'app.tar'))
  expect(await restored(next, [whole])).toEqual(tarOf(classicArchive([second])))
  // The slim one itself brings the layer that it carries.
  expect(await restored(next, [baseFile, slim])).toEqual(tarOf(classicArchive([second])))
})

test('layers whose entries another tool took out are put back', async () => {
  const gone = (members: readonly Member[], names: readonly string[]) =>
    members.filter(({ name }) => !names.some((part) => String(name).includes(part)))
  const hex = ['A', 'B'].map((letter) => diffIdOf(letter).slice('sha256:'.length))
  for (const members of [classicArchive([app]), podmanArchive([app])]) {
    const whole = await restored(file(gone(members, hex), 'app.tar'), [baseFile])
    const archive = await openArchive(fileOf(whole))
    for (const { diffId, bytes } of payloadsOf(archive.images))
      expect(bytes && digestOf(await bytesOfBlob(bytes))).toBe(diffId)
    expect(archive.findings).toEqual([])
  }
})

test('layers that another tool emptied are filled again', async () => {
  const emptied = classicArchive([app]).map((member) =>
    ['A', 'B'].some((letter) => member.body === packed(letter, 'tar')) ? { ...member, body: '' } : member,
  )
  expect(await restored(file(emptied, 'app.tar'), [baseFile])).toEqual(tarOf(classicArchive([app])))
})

test('a wrong base is named: which layer, which line, by which base it could be had', async () => {
  const slim = await slimApp(classicArchive([app]))
  const wrong = file(classicArchive([{ tags: ['wrong:1'], layers: ['A', 'D'] }]), 'wrong.tar')
  const facts = { file: 'app.slim.tar', image: 'app:1', layer: 2, found: 'COPY B.txt /' }
  expect(await refusal(slim, wrong)).toEqual({
    code: 'layer-in-base',
    facts: { ...facts, base: 'registry.example/base:7' },
  })
  expect(await refusal(await slimApp(legacyArchive([app]), 'as-is'), wrong)).toEqual({ code: 'layer-nowhere', facts })
  const { plan } = await planned(slim, [wrong])
  expect(plan.stop?.code).toBe('layer-in-base')
})

test('a fingerprint knows the layers and holds none of them', async () => {
  const slim = await slimApp(classicArchive([app]))
  const known = await fingerprint(await openArchive(baseFile))
  expect(await refusal(slim, new File([known], 'base.fingerprint.tar'))).toMatchObject({
    code: 'layer-without-bytes',
    facts: { layer: 1, base: 'base.fingerprint.tar' },
  })
})

test('a manifest that names a gzip is not served with a plain layer', async () => {
  const slim = await slimApp(containerdArchive([{ ...app, packing: 'gzip' }]), 'as-is')
  expect(await refusal(slim, baseFile)).toMatchObject({
    code: 'layer-otherwise',
    facts: { base: 'base.tar', expected: digestOf(packed('A', 'gzip')) },
  })
})

test('unless its own bytes are not asked for: the manifest then names the plain ones, and all is whole', async () => {
  const gzipped = { ...app, packing: 'gzip' } as const
  for (const members of [containerdArchive([gzipped]), ociOnlyArchive([gzipped])]) {
    const slim = await slimApp(members, 'as-is')
    const archive = await openArchive(fileOf(await restored(slim, [baseFile], false), 'app.tar'))
    const original = await openArchive(file(members, 'app.tar'))
    const known = ({ images }: ImageArchive) => images.map(({ id, tags }) => ({ id, tags }))
    expect(known(archive)).toEqual(known(original))
    const report = await checkedArchive(archive)
    expect([report.verdict, report.layers, archive.findings]).toEqual(['whole', { whole: 3, total: 3 }, []])
    const types = archive.images[0]?.layers.map(({ descriptor }) => descriptor?.mediaType.replace(/.*tar/, ''))
    expect(types).toEqual(['', '', '+gzip'])
  }
})

test('a flipped bit in what the slim archive itself holds is found, too', async () => {
  const { bytes } = await slimmed(file(classicArchive([app]), 'app.tar'), await destinationOf([baseFile]), 'universal')
  const at = Buffer.from(bytes).indexOf(packed('C', 'tar').subarray(0, 600)) + 700
  bytes[at]! ^= 1
  expect(await refusal(fileOf(bytes, 'app.slim.tar'), baseFile)).toMatchObject({
    code: 'layer-damaged',
    facts: { file: 'app.slim.tar', layer: 'COPY C.txt /', expected: diffIdOf('C') },
  })
})

test('one flipped bit in what a base gives, and nothing is restored', async () => {
  const slim = await slimApp(classicArchive([app]))
  const bytes = tarOf(classicArchive([base]))
  const original = tarOf(classicArchive([app]))
  const payload = [...payloadsOf((await openArchive(baseFile)).images)].find(({ diffId }) => diffId === diffIdOf('B'))!
  const { start, size } = payload.entry!
  for (const at of [start, start + 700, start + size - 1]) {
    const flipped = bytes.slice()
    flipped[at]! ^= 1
    const fault = await refusal(slim, fileOf(flipped, 'base.tar'))
    expect(fault).toMatchObject({ code: 'base-damaged', facts: { file: 'base.tar', expected: diffIdOf('B') } })
    // Another base that is whole does.
    const whole = await restoredBy(await jobOf(slim, [fileOf(flipped, 'base.tar'), baseFile], true))
    expect(await bytesOfBlob(whole.bytes)).toEqual(original)
    // It is told all the same.
    expect(whole.remarks).toMatchObject([{ code: 'damaged-in-one', facts: fault?.facts }])
  }
})

/** A base whose lowest layer is gzipped, and can’t be unpacked or comes to another. */
function packedBadly(how: 'corrupt' | 'other', name: string, archiveOf = craneArchive): File {
  const corrupt = Uint8Array.from(packed('A', 'gzip')).fill(0xff, 10, 20)
  const wrong = how === 'corrupt' ? corrupt : packed('D', 'gzip')
  const members = archiveOf([{ ...base, packing: 'gzip' }])
  return file(
    members.map((one) => (one.body === packed('A', 'gzip') ? { ...one, body: wrong } : one)),
    name,
  )
}

test.each([
  ['corrupt', 'packed-badly-in-one'],
  ['other', 'damaged-in-one'],
] as const)('what one base holds packed and %s is taken from another, and told', async (how, code) => {
  const slim = await slimApp(legacyArchive([app]), 'as-is')
  const bad = packedBadly(how, 'bad.tar')
  const told = [{ code, facts: { file: 'bad.tar' } }]
  const zstd = file(craneArchive([{ ...base, packing: 'zstd' }]), 'zstd.tar')
  const first = await restoredBy(await jobOf(slim, [bad, zstd], true))
  expect(await bytesOfBlob(first.bytes)).toEqual(tarOf(legacyArchive([app])))
  expect(first.remarks).toMatchObject(told)
  // Several that are damaged are no more trouble.
  const second = await restoredBy(await jobOf(slim, [bad, packedBadly(how, 'worse.tar'), zstd], true))
  expect(await bytesOfBlob(second.bytes)).toEqual(tarOf(legacyArchive([app])))
  expect(second.remarks).toMatchObject([...told, { code, facts: { file: 'worse.tar' } }])
  // Nobody else has it.
  const fault = await refusal(slim, bad)
  expect(fault).toMatchObject(
    how === 'corrupt' ? { code: 'packed-corrupt' } : { code: 'base-damaged', facts: { file: 'bad.tar' } },
  )
})

test('what one base has damaged is told, and not that another one packs it otherwise', async () => {
  const gzipped = { ...app, packing: 'gzip' } as const
  const slim = await slimApp(
    containerdArchive([gzipped]),
    'as-is',
    file(containerdArchive([{ ...base, packing: 'gzip' }]), 'base.tar'),
  )
  const bad = packedBadly('corrupt', 'bad.tar', containerdArchive)
  expect(await refusal(slim, bad, baseFile)).toMatchObject({ code: 'base-damaged', facts: { file: 'bad.tar' } })
})

test('a layer that one base packs in a way that nobody unpacks here is taken from another', async () => {
  const slim = await slimApp(legacyArchive([app]), 'as-is')
  const lz4 = craneArchive([{ ...base, packing: 'gzip' }]).map((one) =>
    one.body === packed('A', 'gzip')
      ? { ...one, body: concat(Uint8Array.of(0x04, 0x22, 0x4d, 0x18), utf8('no more than a name'.repeat(20))) }
      : one,
  )
  const gzip = file(craneArchive([{ ...base, packing: 'gzip' }]), 'gzip.tar')
  expect(await restored(slim, [file(lz4, 'lz4.tar'), gzip])).toEqual(tarOf(legacyArchive([app])))
})

test('a base that packs a layer otherwise, and names no digest, stands in nobody’s way', async () => {
  const gzipped = { ...app, packing: 'gzip' } as const
  const crane = file(craneArchive([{ ...base, packing: 'zstd' }]), 'crane.tar')
  const slim = await slimApp(containerdArchive([gzipped]), 'as-is')
  const archive = await openArchive(fileOf(await restored(slim, [crane, baseFile], false), 'app.tar'))
  expect((await checkedArchive(archive)).verdict).toBe('whole')
})
