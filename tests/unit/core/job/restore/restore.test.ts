import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { payloadsOf } from '../../../../../src/core/image/model'
import type { FormId } from '../../../../../src/core/form/form-id'
import { digestOf, unpacked } from '../../../../fixtures/layers'
import { bytesOfBlob, destinationOf, faultOf, openArchive, sampleFile, slimmed } from '../../../../fixtures/opening'
import { restored } from '../../../../fixtures/restoring'
import { fileOfSpec, scenario } from '../../../../fixtures/scenarios'
import { fileOf, type Bytes } from '../../../../fixtures/tar'

/** More of them take minutes: `RANDOM_ARCHIVES=2000` for a longer look. */
const RANDOM_ARCHIVES = Number(process.env['RANDOM_ARCHIVES'] ?? 300)

const samples = readdirSync('tests/fixtures').filter((name) => name.endsWith('.tar'))
const bases = samples.filter((name) => name.includes('-base'))
const targets = samples.filter((name) => !name.includes('-base'))
const forms: readonly FormId[] = ['universal', 'as-is']
const pairs = targets.flatMap((target) => bases.flatMap((base) => forms.map((form) => [target, base, form] as const)))

/** Every layer of every image is there, and is what its config says. */
async function expectWhole(bytes: Bytes, like: Bytes): Promise<void> {
  const archive = await openArchive(fileOf(bytes, 'whole.tar'))
  const original = await openArchive(fileOf(like, 'original.tar'))
  const facts = (one: typeof archive) =>
    one.images.map(({ id, tags, layers }) => ({ id, tags, layers: layers.map(({ diffId }) => diffId) }))
  expect(facts(archive)).toEqual(facts(original))
  for (const { diffId, bytes } of payloadsOf(archive.images))
    expect(bytes && digestOf(unpacked(await bytesOfBlob(bytes)))).toBe(diffId)
}

test.each(pairs)('%s without the layers of %s, %s: whole again', async (target, base, form) => {
  const original = await bytesOfBlob(await sampleFile(target))
  const there = await sampleFile(base)
  const { job, plan, bytes } = await slimmed(await sampleFile(target), await destinationOf([there]), form)
  const attempt = restored(fileOf(bytes, 'app.slim.tar'), [there])
  if ((await faultOf(attempt))?.code === 'layer-otherwise') {
    // Only where chains alone were gone by.
    expect(form).toBe('as-is')
    return expectWhole(await restored(fileOf(bytes, 'app.slim.tar'), [there], false), original)
  }
  const whole = await attempt
  if (form === 'as-is' || (job.archive.oci && plan.relinked.size === 0)) expect(Buffer.compare(whole, original)).toBe(0)
  else await expectWhole(whole, original)
  // A layer that the destination holds gzipped comes back gzipped.
  if (job.archive.oci || plan.relinked.size > 0) return
  const { bytes: universal } = await slimmed(await sampleFile(target), await destinationOf([]), 'universal')
  if (form === 'universal') expect(Buffer.compare(whole, universal)).toBe(0)
})

test('of whatever archive: what was slimmed is restored', async () => {
  let exact = 0
  await fc.assert(
    fc.asyncProperty(scenario(), fc.constantFrom(...forms), async ({ bases, target }, form) => {
      const there = bases.map(fileOfSpec)
      const { job, plan, bytes } = await slimmed(fileOfSpec(target), await destinationOf(there), form)
      // Nothing left out, nothing to restore: it is carried as it is.
      fc.pre(plan.shed.size > 0)
      const original = await bytesOfBlob(fileOfSpec(target))
      const attempt = restored(fileOf(bytes, 'app.slim.tar'), there)
      const fault = await faultOf(attempt)
      if (fault) {
        // The layer is there, packed otherwise: those who go by chains leave it out all the same.
        expect([fault.code, form]).toEqual(['layer-otherwise', 'as-is'])
        const relinked = restored(fileOf(bytes, 'app.slim.tar'), there, false)
        // Nothing tells the digest of a packed layer of a docker-archive, which a manifest would have to name.
        const still = await faultOf(relinked)
        if (still) expect(still.code).toBe('layer-otherwise')
        else await expectWhole(await relinked, original)
        return
      }
      const whole = await attempt
      if (form === 'as-is' || (job.archive.oci && plan.relinked.size === 0)) {
        if (Buffer.compare(whole, original) === 0) exact++
        else expect([form, target.layout]).toEqual(['as-is', 'crane'])
      }
      await expectWhole(whole, original)
    }),
    { numRuns: RANDOM_ARCHIVES },
  )
  expect(exact).toBeGreaterThan(RANDOM_ARCHIVES / 6)
})
