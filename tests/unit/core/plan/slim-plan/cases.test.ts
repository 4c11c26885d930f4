import { expect, test } from 'vitest'
import { combine } from '../../../../../src/core/destination/destination'
import { fingerprint } from '../../../../../src/core/job/fingerprint'
import { holdingOfArchive } from '../../../../../src/core/destination/holding'
import { judge } from '../../../../../src/core/plan/verdict'
import { planOf } from '../../../../../src/core/job/slim'
import type { FormId } from '../../../../../src/core/form/form-id'
import type { SlimPlan } from '../../../../../src/core/plan/slim-plan'
import { craneArchive, legacyArchive, podmanArchive } from '../../../../fixtures/docker-archives'
import { diffIdOf, digestOf, EMPTY, packed, type ImageSpec, type Packing } from '../../../../fixtures/layers'
import { blobName, classicArchive, containerdArchive, ociOnlyArchive } from '../../../../fixtures/oci-archives'
import { bytesOfBlob, destinationOf, openArchive, openMembers, slimmed } from '../../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../../fixtures/tar'

const image = (layers: string, tag = 'app:1', packing?: Packing): ImageSpec => ({
  tags: [tag],
  layers: [...layers],
  label: tag,
  ...(packing ? { packing } : {}),
})

const base = (layers: string, packing?: Packing) => [image(layers, 'base:1', packing)]

async function planFor(target: Member[], bases: Member[][], form: FormId = 'universal'): Promise<SlimPlan> {
  const destination = await destinationOf(bases.map((members) => fileOf(tarOf(members), 'base.tar')))
  return planOf({ archive: await openMembers(target, 'target.tar'), destination, form })
}

const letterOf = (diffId: string) => [...'ABCDE'].find((letter) => diffIdOf(letter) === diffId) ?? diffId

const letters = (payloads: Iterable<{ diffId: string }>) =>
  [...payloads]
    .map(({ diffId }) => letterOf(diffId))
    .sort()
    .join('')

/** What may go of an image, a letter a layer entry. */
test.each([
  ['ABC', ['A'], 'A', 'a base of one layer'],
  ['ABB', ['A'], 'A', 'a layer twice, not at the destination'],
  ['ABB', ['AB'], 'A', 'a layer twice whose second chain is unknown: its bytes are needed'],
  ['ABB', ['ABB'], 'AB', 'a layer twice, both chains known'],
  ['ABC', ['AC'], 'A', 'a layer shared out of order'],
  ['ABC', ['BC'], '', 'upper layers alone'],
  ['ABC', ['A', 'AB'], 'AB', 'two bases of which one stands on the other'],
  ['ABC', ['ABCD'], 'ABC', 'all of it'],
  ['AB', ['BA'], '', 'the same layers the other way round'],
  ['ABA', ['A'], '', 'a layer that comes back above'],
  ['ABA', ['AB'], 'B', 'a layer that comes back above what is known'],
])('%s on %j sheds "%s": %s', async (layers, bases, shed) => {
  for (const write of [legacyArchive, podmanArchive, classicArchive, ociOnlyArchive]) {
    const plan = await planFor(write([image(layers)]), bases.map((letters) => write(base(letters))), 'as-is') // prettier-ignore
    expect(letters(plan.shed)).toBe(shed)
    expect(letters(plan.needed)).toBe(
      [...new Set(layers)]
        .filter((letter) => !shed.includes(letter))
        .sort()
        .join(''),
    )
  }
})

test('an earlier image of the archive brings in what a later one needs', async () => {
  const images = [image('AB', 'first:1', 'gzip'), image('ABC', 'second:1', 'tar')]
  const plan = await planFor(containerdArchive(images), [], 'as-is')
  expect([...plan.shed].map(({ digest }) => digest)).toEqual(['A', 'B'].map((letter) => diffIdOf(letter)))
})

test('… and in the universal form the later one’s descriptors follow to the bytes that travel', async () => {
  const images = [image('AB', 'first:1', 'gzip'), image('ABC', 'second:1', 'tar')]
  const plan = await planFor(containerdArchive(images), [])
  const targets = [...plan.relinked.values()].map((relink) => relink.kind === 'kept' && relink.payload.digest)
  expect(targets).toEqual(['A', 'B'].map((letter) => digestOf(packed(letter, 'gzip'))))
})

test('a layer that two images share is kept once and shed once', async () => {
  const images = [image('AB', 'first:1'), image('AC', 'second:1')]
  expect(letters((await planFor(legacyArchive(images), [])).needed)).toBe('ABC')
  expect(letters((await planFor(legacyArchive(images), [legacyArchive(base('A'))])).shed)).toBe('A')
})

test('a base whose second layer is absent counts up to there', async () => {
  const lost = (members: Member[]) => members.filter(({ name }) => name !== blobName(diffIdOf('B')))
  const plan = await planFor(classicArchive([image('ABC')]), [lost(classicArchive(base('ABC')))])
  expect(letters(plan.shed)).toBe('A')
})

test('a base whose layers are emptied counts whole: it is a fingerprint', async () => {
  const emptied = legacyArchive(base('AB')).map((member) =>
    String(member.name).endsWith('layer.tar') ? { ...member, body: '' } : member,
  )
  const plan = await planFor(legacyArchive([image('ABC')]), [emptied], 'as-is')
  expect(letters(plan.shed)).toBe('AB')
})

test('a base that lists the empty blob as a layer holds nothing from there on', async () => {
  const archive = containerdArchive(base('AB')).map((member) => {
    if (member.name === blobName(diffIdOf('B'))) return { name: blobName(EMPTY) }
    const text = typeof member.body === 'string' ? member.body : new TextDecoder().decode(member.body)
    // The config still says what the layer was.
    return (text.startsWith('{') || text.startsWith('[')) && !text.includes('diff_ids')
      ? { ...member, body: text.replaceAll(diffIdOf('B'), EMPTY).replaceAll(diffIdOf('B').slice(7), EMPTY.slice(7)) }
      : member
  })
  // The manifest's digest is no longer that of its name; only the layers are looked at here.
  const { images } = holdingOfArchive(await openMembers(archive))
  expect(images[0]?.layers.map(({ diffId }) => letterOf(diffId))).toEqual(['A'])
})

test('the digest that a base proves is that of its own packing', async () => {
  const plain = [image('ABC', 'app:1', 'tar')]
  const same = await planFor(containerdArchive(plain), [containerdArchive(base('A', 'tar'))])
  const other = await planFor(containerdArchive(plain), [containerdArchive(base('A', 'gzip'))])
  expect(same.relinked.size).toBe(0)
  expect([...other.relinked.values()]).toMatchObject([
    { kind: 'held', descriptor: { digest: digestOf(packed('A', 'gzip')), mediaType: expect.stringMatching(/gzip$/) } },
  ])
})

test('nothing is relinked where one of several bases holds the target’s own digest', async () => {
  const bases = [containerdArchive(base('A', 'gzip')), containerdArchive(base('A', 'tar'))]
  for (const order of [bases, [...bases].reverse()]) {
    const plan = await planFor(containerdArchive([image('AB', 'app:1', 'tar')]), order)
    expect(letters(plan.shed)).toBe('A')
    expect(plan.relinked.size).toBe(0)
  }
})

test('a compressed layer of a base without an OCI layout has no digest to trust: the universal form keeps the layer', async () => {
  const target = containerdArchive([image('AB', 'app:1', 'gzip')])
  const universal = await planFor(target, [craneArchive(base('A'))])
  expect(letters(universal.shed)).toBe('')
  expect(letters(universal.keptForDigest)).toBe('A')
  expect(letters((await planFor(target, [craneArchive(base('A'))], 'as-is')).shed)).toBe('A')
})

test('a target that was slimmed before may be sent on where its emptied layers are known', async () => {
  const file = fileOf(tarOf(classicArchive([image('ABC')])), 'app.tar')
  const destination = await destinationOf([fileOf(tarOf(classicArchive(base('A'))), 'base.tar')])
  const once = fileOf((await slimmed(file, destination, 'universal')).bytes, 'app.slim.tar')
  const known = await slimmed(once, destination, 'universal')
  expect(judge(known.job.archive, known.plan, destination)).toEqual({ kind: 'ready' })
  const unknown = await slimmed(once, await destinationOf([fileOf(tarOf(classicArchive(base('D'))))]), 'universal')
  expect(judge(unknown.job.archive, unknown.plan, unknown.job.destination)).toMatchObject({
    kind: 'stopped',
    findings: [{ code: 'layer-emptied', facts: { image: 'app:1' } }],
  })
})

test('a fingerprint of an archive that lacks a layer is refused: absent must not come to look like held', async () => {
  const members = classicArchive(base('AB')).filter(({ name }) => name !== blobName(diffIdOf('B')))
  const file = fileOf(tarOf(members))
  const attempt = openArchive(file).then((archive) => fingerprint(archive))
  await expect(attempt).rejects.toMatchObject({ code: 'file-absent', facts: { file: 'image.tar', entry: 'base:1' } })
})

test('a list that differs from the index is taken at its word, with the digests of its own files', async () => {
  const swapped = classicArchive([image('AB')]).map((member) => {
    if (member.name !== 'manifest.json') return member
    const [item] = JSON.parse(String(member.body))
    return { name: 'manifest.json', body: JSON.stringify([{ ...item, Layers: [...item.Layers].reverse() }]) }
  })
  const archive = await openMembers(swapped)
  expect(archive.findings.map(({ code }) => code)).toContain('manifest-and-index-differ')
  const listed = archive.images.filter(({ listed }) => listed)
  expect(listed.flatMap(({ layers }) => layers.map(({ descriptor }) => descriptor))).toEqual([undefined, undefined])
})

test('one image in two packings is found under both of its manifests', async () => {
  const images = (['gzip', 'tar'] as const).map((packing) => ({ ...image('AB', `${packing}:1`, packing), label: '' }))
  const archive = await openMembers(containerdArchive(images))
  expect(archive.oci).toBeDefined()
  expect(archive.images.map(({ layers }) => layers[0]?.descriptor?.digest)).toEqual(
    images.map(({ packing }) => digestOf(packed('A', packing!))),
  )
})

test('no base, no plan to shed', async () => {
  const archive = await openMembers(legacyArchive([image('ABC')]))
  const plan = planOf({ archive, destination: combine([], 'one-host'), form: 'universal' })
  expect(letters(plan.shed)).toBe('')
  expect(judge(archive, plan, combine([], 'one-host'))).toEqual({ kind: 'no-destination' })
})

test('the fingerprint sheds what its base sheds', async () => {
  for (const write of [legacyArchive, podmanArchive, classicArchive, containerdArchive, ociOnlyArchive]) {
    const file = fileOf(tarOf(write(base('AB', write === containerdArchive ? 'gzip' : 'tar'))), 'base.tar')
    const print = await bytesOfBlob(await fingerprint(await openArchive(file)))
    const target = containerdArchive([image('ABC', 'app:1', 'tar')])
    const [byBase, byPrint] = [await destinationOf([file]), await destinationOf([fileOf(print)])]
    const archive = await openMembers(target)
    const [a, b] = [byBase, byPrint].map((destination) => planOf({ archive, destination, form: 'universal' }))
    expect(b).toEqual(a)
  }
})
