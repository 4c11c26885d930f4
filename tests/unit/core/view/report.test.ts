import { expect, test } from 'vitest'
import type { HostMode } from '../../../../src/core/destination/destination'
import type { EngineId } from '../../../../src/core/engine'
import { destinationAfter } from '../../../../src/core/job/batch'
import { report } from '../../../../src/core/view/report'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { configOf, diffIdOf } from '../../../fixtures/layers'
import { blobMember, blobName, classicArchive, nestedArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, openInventory, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

/** Why an archive has nothing to leave out, and what is said of its base where it has. */

const image = (layers: string, tag: string) => ({ tags: [tag], layers: [...layers] })

const inspect = (layers: string, tag: string) =>
  openInventory(
    JSON.stringify({
      GraphDriver: { Name: 'overlay2' },
      RepoTags: [tag],
      RootFS: { Layers: [...layers].map(diffIdOf) },
    }),
    `${tag}.json`,
  )

async function reportOn(target: Member[], base: string) {
  const file = fileOf(tarOf(classicArchive([image(base, 'base:1')])), 'base.tar')
  const { job, plan } = await slimmed(fileOf(tarOf(target)), await destinationOf([file]), 'universal')
  return report(job, plan)
}

async function reportOnHosts(target: string, hosts: Record<string, string>, mode: HostMode = 'every-host') {
  const inventories = await Promise.all(Object.entries(hosts).map(([tag, layers]) => inspect(layers, tag)))
  const file = fileOf(tarOf(classicArchive([image(target, 'app:1')])))
  const { job, plan } = await slimmed(file, await destinationOf([], inventories, mode), 'universal')
  return report(job, plan)
}

const without = (members: Member[], ...layers: string[]) =>
  members.filter(({ name }) => !layers.some((letter) => name === blobName(diffIdOf(letter))))

test.each<[string, Member[], number]>([
  ['the archive lacks them', without(classicArchive([image('ABC', 'app:1')]), 'A', 'B'), 2],
  ['another layer needs the same bytes', legacyArchive([image('AA', 'app:1')]), 1],
])('layers are shared, but %s: it is not said that they differ', async (_, target, found) => {
  const facts = { image: 'app:1', base: 'base:1', found }
  const expected = { kind: 'nothing-in-common', reason: 'none-to-spare', facts }
  expect((await reportOn(target, found === 2 ? 'AB' : 'A')).verdict).toEqual(expected)
})

test('some hosts have the first layer, and one has not: that one is named', async () => {
  const facts = { image: 'app:1', base: 'other:1' }
  const expected = { kind: 'nothing-in-common', reason: 'hosts-differ', facts }
  expect((await reportOnHosts('ABC', { 'base:1': 'AB', 'other:1': 'XY' })).verdict).toEqual(expected)
  expect((await reportOnHosts('ABC', { 'base:1': 'AB', 'other:1': 'XY' }, 'one-host')).verdict.kind).toBe('ready')
})

test('images on one base ask for it once, and its layers cross once', async () => {
  const target = classicArchive([image('ABC', 'app:1'), image('ABD', 'app:2'), image('AE', 'app:3')])
  const { checks, images } = await reportOn(target, 'AB')
  expect(checks.map(({ diffIds }) => diffIds)).toEqual([[diffIdOf('A'), diffIdOf('B')], [diffIdOf('A')]])
  expect(images[1]?.neighbour?.layers).toBe(images[0]?.neighbour?.layers)
})

test('what is checked on every host is what every host has', async () => {
  const { shedLayers, checks, images } = await reportOnHosts('ABC', { 'large:1': 'AB', 'small:1': 'A' })
  expect(shedLayers).toBe(1)
  expect(checks).toEqual([{ image: 'app:1', reference: undefined, diffIds: [diffIdOf('A')] }])
  expect(images[0]!.neighbour).toMatchObject({ name: 'small:1', shared: 1 })
})

test.each([
  ['v8', undefined, false],
  [undefined, 'v8', false],
  ['v8', 'v9', true],
])('arm64 of variant %s beside arm64 of variant %s', async (here, there, differ) => {
  const arm = (layers: string, variant: string | undefined) =>
    classicArchive([
      { ...image(layers, 'arm:1'), platform: { os: 'linux', architecture: 'arm64', ...(variant ? { variant } : {}) } },
    ])
  const { job, plan } = await slimmed(
    fileOf(tarOf(arm('AB', here))),
    await destinationOf([fileOf(tarOf(arm('A', there)))]),
    'universal',
  )
  const codes = (await report(job, plan)).remarks.map(({ code }) => code)
  expect(codes.includes('platforms-differ')).toBe(differ)
})

/** Of arm64 the archive has manifest and config, and no layer. */
function withoutArm64(): Member[] {
  const platform = (architecture: string) => ({ os: 'linux', architecture })
  const arm64 = { ...image('CD', 'app:1'), platform: platform('arm64') }
  const amd64 = { ...image('AB', 'app:1'), platform: platform('amd64') }
  return [
    ...nestedArchive('app:1', [{ image: amd64, has: 'all' }, { image: arm64, has: 'manifest' }], true), // prettier-ignore
    blobMember(configOf(arm64)),
  ]
}

test('layers that another platform of the index lacks are nobody’s business', async () => {
  const { verdict, remarks, digestsToCheck, shedLayers } = await reportOn(withoutArm64(), 'A')
  expect({ kind: verdict.kind, shedLayers }).toEqual({ kind: 'ready', shedLayers: 1 })
  expect(remarks.map(({ code }) => code)).toEqual(['platform-absent', 'signature-fits'])
  expect(digestsToCheck).toEqual([])
})

test('a base that lists a platform without its layers is not for that platform', async () => {
  const target = classicArchive([{ ...image('CDE', 'app:2'), platform: { os: 'linux', architecture: 'arm64' } }])
  const destination = await destinationOf([fileOf(tarOf(withoutArm64()), 'base.tar')])
  const { job, plan } = await slimmed(fileOf(tarOf(target)), destination, 'universal')
  expect((await report(job, plan)).verdict).toMatchObject({
    reason: 'platforms-differ',
    facts: { expected: 'linux/amd64', found: 'linux/arm64' },
  })
})

test('what concerns another engine than the one that is to load it is not told', async () => {
  const inventory = await openInventory(
    JSON.stringify({ RepoTags: ['base:1'], RootFS: { Layers: [diffIdOf('A')] } }),
    'host.json',
  )
  const file = fileOf(tarOf(legacyArchive([image('AB', 'app:1')])))
  const { job, plan } = await slimmed(file, await destinationOf([], [inventory]), 'universal')
  const said = async (engine?: EngineId) => {
    const { remarks, digestsToCheck } = await report(job, plan, undefined, engine)
    return [remarks.map(({ code }) => code), digestsToCheck.length]
  }
  expect(await said()).toEqual([['unproven-digests'], 1])
  expect(await said('containerd')).toEqual([['unproven-digests'], 1])
  expect(await said('podman')).toEqual([[], 0])
})

test('what an earlier archive of the batch brings is not asked for: it need not be there yet', async () => {
  const lower = await openArchive(fileOf(tarOf(legacyArchive([image('A', 'base:1')])), 'base.tar'))
  const destination = destinationAfter([], [lower], 'one-host', 'universal')
  const file = fileOf(tarOf(legacyArchive([image('AB', 'app:1')])))
  const { job, plan } = await slimmed(file, destination, 'universal')
  expect(await report(job, plan)).toMatchObject({ verdict: { kind: 'ready' }, shedLayers: 1, checks: [] })
})
