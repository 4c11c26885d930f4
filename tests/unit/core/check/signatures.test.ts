import { expect, test } from 'vitest'
import { signatureFindings } from '../../../../src/core/check/signatures'
import { planOf } from '../../../../src/core/job/slim'
import type { SlimPlan } from '../../../../src/core/plan/slim-plan'
import { blobMember, containerdArchive, describe as described, indexJson, MANIFEST_TYPE, manifestOf, nameAnnotations, nestedArchive } from '../../../fixtures/oci-archives' // prettier-ignore
import { destinationOf, openArchive, openSample } from '../../../fixtures/opening'
import { fileOf, tarOf, utf8 } from '../../../fixtures/tar'

const image = { tags: ['app:1'], layers: ['A', 'B'], packing: 'gzip' } as const
const attested = fileOf(tarOf(nestedArchive('app:1', [{ image, has: 'all' }], true)), 'app.tar')
const base = (packing: 'gzip' | 'gzip-0') =>
  destinationOf([fileOf(tarOf(containerdArchive([{ tags: ['base:1'], layers: ['A'], packing }])), 'base.tar')])

const found = async (packing: 'gzip' | 'gzip-0', form: 'universal' | 'as-is') => {
  const archive = await openArchive(attested)
  const plan = planOf({ archive, destination: await base(packing), form })
  expect(plan.shed.size).toBe(1)
  return signatureFindings(archive, plan)
}

test('an attestation fits as long as the manifest that it names is written as it was', async () => {
  const fits = [{ code: 'signature-fits', facts: { image: 'app:1' } }]
  expect(await found('gzip', 'universal')).toMatchObject(fits)
  expect(await found('gzip-0', 'as-is')).toMatchObject(fits)
})

test('relinked to a base of other digests, it no longer does', async () => {
  expect(await found('gzip-0', 'universal')).toMatchObject([{ code: 'signature-lost', facts: { image: 'app:1' } }])
})

test('of what nothing signs, nothing is said', async () => {
  const archive = await openArchive(fileOf(tarOf(containerdArchive([image]))))
  expect(signatureFindings(archive, { relinked: new Map() })).toEqual([])
})

/** ORAS, notation, and cosign's bundles: what they belong to stands in the manifest. */
const referring = (artifactType: string, layer: string, config = 'application/vnd.oci.empty.v1+json') => {
  const own = described(manifestOf(image), MANIFEST_TYPE)
  const [empty, body] = [utf8('{}'), utf8('{"signed":true}')]
  const manifest = utf8(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType: MANIFEST_TYPE, artifactType: artifactType || undefined },
      ...{ config: described(empty, config), layers: [described(body, layer)], subject: own },
    }),
  )
  const index = indexJson([{ ...own, annotations: nameAnnotations('app:1') }, described(manifest, MANIFEST_TYPE)])
  const members = containerdArchive([image]).map((member) => (member.name === 'index.json' ? index : member))
  return openArchive(fileOf(tarOf([...members, ...[manifest, empty, body].map(blobMember)])))
}

// prettier-ignore
test.each<[string, string, string, string?]>([
  ['a notation signature', '', 'application/jose+json', 'application/vnd.cncf.notary.signature'],
  ['a sigstore bundle', 'application/vnd.dev.sigstore.bundle.v0.3+json', 'application/vnd.dev.sigstore.bundle.v0.3+json'],
  ['an SBOM by ORAS', 'application/spdx+json', 'application/spdx+json'],
])('%s tells its subject itself', async (_, artifactType, layer, config) => {
  const archive = await referring(artifactType, layer, config)
  const codes = async (packing: 'gzip' | 'gzip-0') => {
    const plan = planOf({ archive, destination: await base(packing), form: 'universal' })
    return signatureFindings(archive, plan).map(({ code }) => code)
  }
  expect(await codes('gzip')).toEqual(['signature-fits'])
  expect(await codes('gzip-0')).toEqual(['signature-lost'])
})

test('an image that names another as its subject signs nothing', async () => {
  const layer = 'application/vnd.oci.image.layer.v1.tar'
  const archive = await referring('', layer, 'application/vnd.oci.image.config.v1+json')
  expect(signatureFindings(archive, { relinked: new Map() })).toEqual([])
})

test('what `cosign save` wrote has no name that says whom it speaks of, and an index stands or falls with all of its images', async () => {
  for (const [sample, images] of [
    ['saved', 1],
    ['index', 2],
  ] as const) {
    const archive = await openSample(`cosign/${sample}.tar`)
    const codes = (relinked: SlimPlan['relinked']) => signatureFindings(archive, { relinked }).map(({ code }) => code)
    expect(codes(new Map())).toEqual(Array(images).fill('signature-fits'))
    const payload = archive.images[0]!.layers.at(-1)!.payload
    expect(codes(new Map([[payload, { kind: 'kept', payload, descriptor: undefined }]]))).toEqual(
      Array(images).fill('signature-lost'),
    )
  }
})
