import { expect, test } from 'vitest'
import { asIs } from '../../../../src/core/form/as-is'
import { layoutOf } from '../../../../src/core/image/layout'
import { checked } from '../../../fixtures/checking'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { containerdArchive, ociOnlyArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, openMembers, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

const app = { tags: ['app:1'], layers: ['A', 'B'] }
const base = fileOf(tarOf(containerdArchive([{ tags: ['base:1'], layers: ['A'] }])))

const without = (members: readonly Member[], file: string) => members.filter(({ name }) => name !== file)

/** An index.json of which something is changed. */
const indexed = (members: readonly Member[], change: (text: string) => string): Member[] =>
  members.map((member) => (member.name === 'index.json' ? { ...member, body: change(String(member.body)) } : member))

const codes = async (members: readonly Member[]) => (await openMembers(members)).findings.map(({ code }) => code)

const loading = async (members: readonly Member[]) => {
  const { engines } = await checked(fileOf(tarOf(members)))
  return Object.fromEntries(engines.map(({ engine, loads, because }) => [engine, because ?? loads]))
}

test.each([
  ['docker-archive', legacyArchive([app])],
  ['oci-layout-with-list', containerdArchive([app])],
  ['oci-layout', ociOnlyArchive([app])],
  // Seen with containerd: it then goes by manifest.json, as the others do.
  ['docker-archive', without(containerdArchive([app]), 'oci-layout')],
  ['oci-layout', without(ociOnlyArchive([app]), 'oci-layout')],
] as const)('engines take it for a %s', async (layout, members) => {
  expect(layoutOf(await openMembers(members))).toBe(layout)
})

/** containerd prints `unrecognized image format`; BuildKit wrote such folders (`type=oci,tar=false`). */
test('a layout without its mark is none to containerd, and the universal form puts it in', async () => {
  const members = without(ociOnlyArchive([app]), 'oci-layout')
  expect(await codes(members)).toEqual(['no-layout-file'])
  expect(await loading(members)).toMatchObject({ containerd: 'no-layout-file', podman: 'anywhere' })
  const { output } = await slimmed(fileOf(tarOf(members)), await destinationOf([base]), 'universal')
  const again = await openArchive(new File([output], 'slim.tar'))
  expect(again.findings.map(({ code }) => code)).toEqual(['layer-emptied'])
})

test('one whose list stands beside the index is a docker-archive to whoever loads it, so that as is does harm', async () => {
  const members = without(containerdArchive([app]), 'oci-layout')
  expect(await codes(members)).toEqual([])
  const { job, plan } = await slimmed(fileOf(tarOf(members)), await destinationOf([base]), 'as-is')
  const remarks = asIs.remarks({ archive: job.archive, destination: job.destination, plan })
  expect(remarks.map(({ code }) => code)).toEqual(['as-is-harms-containerd'])
})

/** containerd prints `Target.MediaType must be set: invalid argument`. */
test('a descriptor without a media type gets the one that its manifest states', async () => {
  const members = indexed(ociOnlyArchive([app]), (text) => text.replace(/"mediaType":"[^"]*manifest[^"]*",/, ''))
  expect(await codes(members)).toEqual(['no-media-type'])
  expect(await loading(members)).toMatchObject({ ctr: 'no-media-type', podman: 'anywhere' })
  expect((await checked(fileOf(tarOf(members)))).contradictions).toEqual([])
  const { output } = await slimmed(fileOf(tarOf(members)), await destinationOf([base]), 'universal')
  const again = await openArchive(new File([output], 'slim.tar'))
  expect(again.findings.map(({ code }) => code)).toEqual(['layer-emptied'])
})

/** Podman prints `more than one image in oci, choose an image`, all versions that were tried. */
test('a layout of several images without a list is too much for Podman', async () => {
  const several = ociOnlyArchive([app, { tags: ['other:1'], layers: ['A'] }])
  expect(await loading(several)).toMatchObject({ podman: 'several-in-index', containerd: 'anywhere' })
  expect(await loading(containerdArchive([app, app]))).toMatchObject({ podman: 'anywhere' })
  const except = [{ trait: 'several-in-index' }]
  for (const members of [several, containerdArchive([app, { tags: ['other:1'], layers: ['A'] }])]) {
    const { engines } = await checked(fileOf(tarOf(members)))
    expect(engines.at(-1)).toMatchObject({ engine: 'registry', loads: 'anywhere', except })
  }
})
