import { expect, test } from 'vitest'
import { report } from '../../../../src/core/view/report'
import type { SkopeoSource } from '../../../../src/core/view/skopeo-sources'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { attestationOf, containerdArchive, describe as described, indexJson, manifestOf, MANIFEST_TYPE, nameAnnotations, ociLayout, imageBlobs, ociOnlyArchive, unique } from '../../../fixtures/oci-archives' // prettier-ignore
import type { ImageSpec } from '../../../fixtures/layers'
import { destinationOf, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

/** Tried with skopeo 1.9, 1.18 and 1.22, each. */

const base: ImageSpec = { tags: ['base:1'], layers: ['A'] }
const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B'] }
const web: ImageSpec = { tags: ['registry.example.com/team/web:1'], layers: ['A', 'C'] }

async function sourcesOf(members: readonly Member[], there: readonly ImageSpec[] = [base]): Promise<string[]> {
  const destination = await destinationOf(there.length > 0 ? [fileOf(tarOf(containerdArchive(there)))] : [])
  const { job, plan } = await slimmed(fileOf(tarOf(members)), destination, 'universal')
  return (await report(job, plan)).skopeo.map(said)
}

const said = ({ transport, which = '?', name = '' }: SkopeoSource) => `${transport}:${which} ${name}`

test.each([
  ['a docker-archive', legacyArchive([app])],
  ['Docker’s containerd store', containerdArchive([app])],
  ['an OCI layout', ociOnlyArchive([app])],
])('one image needs no name: %s', async (_, members) => {
  expect(await sourcesOf(members)).toEqual(['oci-archive: docker.io/library/app:1'])
})

test.each([
  ['a docker-archive', legacyArchive([app, web])],
  ['Docker’s containerd store', containerdArchive([app, web])],
])('of several with one tag the later go by their whole names: %s', async (_, members) => {
  expect(await sourcesOf(members)).toEqual([
    'oci-archive:1 docker.io/library/app:1',
    'oci-archive:registry.example.com/team/web:1 registry.example.com/team/web:1',
  ])
})

test('what an index says by itself stays', async () => {
  const names = [
    'oci-archive:app:1 docker.io/library/app:1',
    'oci-archive:registry.example.com/team/web:1 registry.example.com/team/web:1',
  ]
  expect(await sourcesOf(ociOnlyArchive([app, web]))).toEqual(names)
})

test('each name of an image is one', async () => {
  expect(await sourcesOf(containerdArchive([{ ...app, tags: ['app:1', 'app:2'] }]))).toEqual([
    'oci-archive:1 docker.io/library/app:1',
    'oci-archive:2 docker.io/library/app:2',
  ])
})

/** skopeo before 1.22: `matches unsupported manifest MIME types`. */
test('what has no name, and what skopeo does not find by one, is not told apart', async () => {
  const unnamed: ImageSpec = { tags: [], layers: ['A', 'C'] }
  expect(await sourcesOf(containerdArchive([app, unnamed]))).toEqual([
    'oci-archive:1 docker.io/library/app:1',
    'oci-archive:? ',
  ])
  expect(await sourcesOf(containerdArchive([app, web], 'docker'))).toEqual([
    'oci-archive:? docker.io/library/app:1',
    'oci-archive:? registry.example.com/team/web:1',
  ])
})

test('what is no image is no source, and the image beside it needs its name', async () => {
  const signed = attestationOf(app)
  const members = [
    ...unique(imageBlobs(app)),
    ...signed.blobs,
    indexJson([
      { ...described(manifestOf(app), MANIFEST_TYPE), annotations: nameAnnotations('app:1') },
      signed.descriptor,
    ]),
    ociLayout,
  ]
  expect(await sourcesOf(members)).toEqual(['oci-archive:1 docker.io/library/app:1'])
})

test('a whole archive is read by its list where there is no index, or where that tells too little', async () => {
  const nothing: readonly ImageSpec[] = []
  expect(await sourcesOf(legacyArchive([app]), nothing)).toEqual(['docker-archive: docker.io/library/app:1'])
  const both = [
    'docker-archive:app:1 docker.io/library/app:1',
    'docker-archive:registry.example.com/team/web:1 registry.example.com/team/web:1',
  ]
  expect(await sourcesOf(legacyArchive([app, web]), nothing)).toEqual(both)
  expect(await sourcesOf(containerdArchive([app, web]), nothing)).toEqual(both)
  expect(await sourcesOf(legacyArchive([app, { ...web, tags: [] }]), nothing)).toEqual([both[0], 'docker-archive:@1 '])
  expect(await sourcesOf(containerdArchive([app]), nothing)).toEqual(['oci-archive: docker.io/library/app:1'])
})
