import { expect, test } from 'vitest'
import type { HostMode } from '../../../../src/core/destination/destination'
import { planOf } from '../../../../src/core/job/slim'
import { diffIdOf, digestOf, idOf, packed, type ImageSpec, type Packing } from '../../../fixtures/layers'
import { containerdArchive, manifestOf } from '../../../fixtures/oci-archives'
import { destinationOf, openInventory, openMembers } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

const DRIVERS = { classic: 'overlay2', containerd: 'overlayfs', unknown: 'fuse-overlayfs' } as const

const spec = (letters: string, packing: Packing = 'tar'): ImageSpec => ({
  tags: ['base:1'],
  layers: [...letters],
  packing,
})

/** One host: what `docker image inspect` says there; with its manifest, which blobs it holds is known too. */
function host(kind: keyof typeof DRIVERS, letters: string, manifest?: Packing): string {
  const inspect = {
    // A containerd store calls an image by its manifest's digest.
    Id: kind === 'containerd' ? digestOf(manifestOf(spec(letters, manifest))) : idOf(spec(letters)),
    RepoTags: ['base:1'],
    GraphDriver: { Name: DRIVERS[kind] },
    RootFS: { Layers: [...letters].map(diffIdOf) },
  }
  const raw = manifest ? new TextDecoder().decode(manifestOf(spec(letters, manifest))) : ''
  return JSON.stringify(inspect) + raw
}

const base = (letters: string, packing: Packing = 'tar') =>
  fileOf(tarOf(containerdArchive([spec(letters, packing)])), 'base.tar')

/** A target of plain layers on these hosts and bases. */
async function planFor(layers: string, hosts: string[], mode: HostMode, bases: File[] = []) {
  const inventories = await Promise.all(hosts.map((text, at) => openInventory(text, `host-${at}.json`)))
  const destination = await destinationOf(bases, inventories, mode)
  const archive = await openMembers(containerdArchive([{ ...spec(layers), tags: ['app:1'] }]))
  return planOf({ archive, destination, form: 'universal' })
}

const letters = (payloads: Iterable<{ diffId: string }>) =>
  [...payloads].map(({ diffId }) => [...'ABCD'].find((letter) => diffIdOf(letter) === diffId)).join('')

test('files of one host add up', async () => {
  const hosts = [host('classic', 'A'), host('classic', 'AB')]
  expect(letters((await planFor('ABC', hosts, 'one-host')).shed)).toBe('AB')
})

test('of several hosts only what all of them have may go', async () => {
  const hosts = [host('classic', 'A'), host('classic', 'AB')]
  expect(letters((await planFor('ABC', hosts, 'every-host')).shed)).toBe('A')
  const none = [host('classic', 'A'), host('classic', 'B')]
  expect(letters((await planFor('ABC', none, 'every-host')).shed)).toBe('')
})

test('a base archive counts for every host', async () => {
  const hosts = [host('classic', 'A'), host('classic', 'D')]
  expect(letters((await planFor('ABC', hosts, 'every-host', [base('AB')])).shed)).toBe('AB')
})

test('on classic stores alone no digest matters', async () => {
  const plan = await planFor('AB', [host('classic', 'A')], 'one-host')
  expect(letters(plan.shed)).toBe('A')
  expect(plan.unproven.size).toBe(0)
  expect(plan.relinked.size).toBe(0)
})

test('on a containerd store an inspect alone proves no digest: the row must say which to check', async () => {
  const plan = await planFor('AB', [host('containerd', 'A')], 'one-host')
  expect(letters(plan.unproven)).toBe('A')
})

test('the manifest of that host proves it', async () => {
  const same = await planFor('AB', [host('containerd', 'A', 'tar')], 'one-host')
  expect([same.unproven.size, same.relinked.size]).toEqual([0, 0])
  const packedThere = await planFor('AB', [host('containerd', 'A', 'gzip')], 'one-host')
  expect([...packedThere.relinked.values()]).toMatchObject([{ descriptor: { digest: digestOf(packed('A', 'gzip')) } }])
})

test('a layer is relinked only to a digest that all hosts hold', async () => {
  const hosts = [host('containerd', 'A', 'gzip'), host('containerd', 'A', 'gzip-0')]
  const apart = await planFor('AB', hosts, 'every-host')
  expect(apart.relinked.size).toBe(0)
  expect(letters(apart.unproven)).toBe('A')
  const agreed = await planFor('AB', [hosts[0]!, hosts[0]!], 'every-host')
  expect(agreed.relinked.size).toBe(1)
})

test('where one host proves a digest and another only may hold it, it is to be checked', async () => {
  const hosts = [host('containerd', 'A', 'tar'), host('containerd', 'A')]
  expect(letters((await planFor('AB', hosts, 'every-host')).unproven)).toBe('A')
})

test('a classic host beside a containerd one does not stand in for its digests', async () => {
  const hosts = [host('classic', 'A'), host('containerd', 'A', 'gzip')]
  const plan = await planFor('AB', hosts, 'every-host')
  expect([...plan.relinked.values()]).toMatchObject([{ descriptor: { digest: digestOf(packed('A', 'gzip')) } }])
})

test('a base archive proves the digests for a host that was only inspected', async () => {
  const plan = await planFor('AB', [host('containerd', 'A')], 'one-host', [base('A')])
  expect([letters(plan.shed), plan.unproven.size, plan.relinked.size]).toEqual(['A', 0, 0])
})

test('a manifest in a file of its own joins the host’s image and is no host itself', async () => {
  const manifest = new TextDecoder().decode(manifestOf(spec('A', 'gzip')))
  const inspect = host('containerd', 'A', 'gzip').replace(manifest, '')
  for (const mode of ['one-host', 'every-host'] as const) {
    const plan = await planFor('AB', [inspect, manifest], mode)
    expect([letters(plan.shed), plan.relinked.size]).toEqual(['A', 1])
  }
})

test('what one host’s manifest proves is not taken for another’s, whose image of that ID may be packed otherwise', async () => {
  const plan = await planFor('AB', [host('unknown', 'A', 'gzip'), host('unknown', 'A')], 'every-host')
  expect([letters(plan.unproven), plan.relinked.size]).toEqual(['A', 0])
})
