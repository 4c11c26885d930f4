import { expect, test } from 'vitest'
import { signatureFindings } from '../../../../src/core/check/signatures'
import { planOf } from '../../../../src/core/job/slim'
import { faultsWith } from '../../../fixtures/carried'
import { configOf, type ImageSpec } from '../../../fixtures/layers'
import { legacyArchive } from '../../../fixtures/docker-archives'
import {
  attestationOf,
  blobMember,
  describe,
  dockerList,
  imageBlobs,
  indexJson,
  manifestOf,
  MANIFEST_TYPE,
  nameAnnotations,
  unique,
} from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

const base = fileOf(tarOf(legacyArchive([{ tags: ['base:1'], layers: ['A'] }])), 'base.tar')
const signed: ImageSpec = { tags: ['signed:1'], layers: ['A', 'B', 'C'], packing: 'gzip', label: 'signed' }
const plain: ImageSpec = { tags: ['plain:1'], layers: ['A', 'B'], packing: 'tar', label: 'plain' }

/** The attested one comes last: who goes by the order keeps the other's layers. */
function archive(first: ImageSpec, last: ImageSpec) {
  const { descriptor, blobs } = attestationOf(last)
  const listed = [first, last].map((image) => ({
    ...describe(manifestOf(image), MANIFEST_TYPE),
    annotations: nameAnnotations(image.tags[0]!),
  }))
  return fileOf(
    tarOf([
      ...unique([...imageBlobs(first), ...imageBlobs(last), ...blobs, blobMember(configOf(first))]),
      indexJson([...listed, descriptor]),
      dockerList([first, last]),
      { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
    ]),
    'app.tar',
  )
}

test('of two copies of a layer the one travels that a signed manifest names, where it is no larger', async () => {
  const opened = await openArchive(archive(plain, signed))
  const plan = planOf({ archive: opened, destination: await destinationOf([]), form: 'universal' })
  expect(signatureFindings(opened, plan)).toMatchObject([{ code: 'signature-fits', facts: { image: 'signed:1' } }])
  expect([...plan.shed].map(({ encoding }) => encoding)).toEqual(['tar', 'tar'])
  expect(new Set([...plan.needed, ...plan.shed]).size).toBe(plan.needed.size + plan.shed.size)
})

test('where it is larger, what is carried counts', async () => {
  const opened = await openArchive(archive({ ...plain, packing: 'gzip' }, { ...signed, packing: 'tar' }))
  const plan = planOf({ archive: opened, destination: await destinationOf([]), form: 'universal' })
  expect(signatureFindings(opened, plan)).toMatchObject([{ code: 'signature-lost' }])
})

test('what comes of it loads whole on every engine', async () => {
  for (const there of [[], [base]]) {
    const { bytes, plan } = await slimmed(archive(plain, signed), await destinationOf(there), 'universal')
    expect(plan.shed.size).toBeGreaterThan(0)
    expect(await faultsWith(there, bytes)).toEqual([])
  }
})
