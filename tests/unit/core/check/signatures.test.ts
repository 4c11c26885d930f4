import { expect, test } from 'vitest'
import { signatureFindings } from '../../../../src/core/check/signatures'
import { planOf } from '../../../../src/core/job/slim'
import { containerdArchive, nestedArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

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
