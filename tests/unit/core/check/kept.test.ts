import { expect, test } from 'vitest'
import { toHashOf } from '../../../../src/core/check/kept'
import { planOf, slim, slimChecked, type SlimJob } from '../../../../src/core/job/slim'
import type { NamedBlob } from '../../../../src/core/file'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { hashed } from '../../../fixtures/checking'
import { attestationOf, containerdArchive, nestedArchive } from '../../../fixtures/oci-archives'
import { bytesOfBlob, destinationOf, faultOf, openArchive } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'
import { layerTar } from '../../../fixtures/layers'

const image = { tags: ['app:1'], layers: ['A', 'B', 'C'] }
const base = { tags: ['base:1'], layers: ['A'] }
const legacy = legacyArchive([image])
const gzipped = containerdArchive([{ ...image, packing: 'gzip' }])

async function jobOf(file: NamedBlob, form: SlimJob['form'] = 'universal'): Promise<SlimJob> {
  return {
    archive: await openArchive(file),
    destination: await destinationOf([fileOf(tarOf(legacyArchive([base])), 'base.tar')]),
    form,
  }
}

async function checkedSlim(job: SlimJob): Promise<Blob> {
  const plan = planOf(job)
  return slimChecked(job, plan, await hashed(toHashOf(job.archive, plan)))
}

test.each(['universal', 'as-is'] as const)('%s: a checked save is the same as one that is not', async (form) => {
  const zipped = legacyArchive([{ ...image, packing: 'gzip' }])
  for (const members of [legacy, gzipped, zipped]) {
    const job = await jobOf(fileOf(tarOf(members)), form)
    expect(await bytesOfBlob(await checkedSlim(job))).toEqual(await bytesOfBlob(await slim(job, planOf(job))))
  }
})

/** One bit of the layer of a letter. */
const damagedAt = (members: readonly Member[], letter: string) => {
  const bytes = tarOf(members)
  const needle = layerTar(letter).subarray(0, 600)
  const at = Buffer.from(bytes).indexOf(needle) + 700
  bytes[at] = bytes[at]! ^ 1
  return fileOf(bytes, 'app.tar')
}

test.each(['universal', 'as-is'] as const)('%s: a damaged layer stops the save, and is named', async (form) => {
  const job = await jobOf(damagedAt(legacy, 'C'), form)
  expect(await faultOf(checkedSlim(job))).toMatchObject({
    code: 'layer-damaged',
    facts: {
      file: 'app.tar',
      layer: 'COPY C.txt /',
      entry: expect.stringContaining('layer.tar'),
      offset: expect.any(Number),
    },
  })
})

test('a damaged layer that stays behind is nobody’s concern', async () => {
  expect(await faultOf(checkedSlim(await jobOf(damagedAt(legacy, 'A'), 'as-is')))).toBeUndefined()
})

test('a damaged attestation stops the save, and is named', async () => {
  const members = nestedArchive('app:1', [{ image: { ...image, packing: 'gzip' }, has: 'all' }], true)
  const damaged = members.map((one) => {
    const bytes = one.body instanceof Uint8Array ? Uint8Array.from(one.body) : new Uint8Array()
    return new TextDecoder().decode(bytes).startsWith('{"_type"') ? { ...one, body: bytes.with(20, 0x20) } : one
  })
  expect(await faultOf(checkedSlim(await jobOf(fileOf(tarOf(damaged)))))).toMatchObject({
    code: 'blob-damaged',
    facts: { entry: expect.stringMatching(/^blobs\//), offset: expect.any(Number) },
  })
})

test('layers that stay behind are not hashed, attestations are', async () => {
  const { descriptor, blobs } = attestationOf(image)
  const job = await jobOf(fileOf(tarOf([...gzipped, ...blobs])), 'universal')
  const plan = planOf(job)
  const entries = new Map(job.archive.tar.entries.map(({ start, name }) => [start, name]))
  const names = toHashOf(job.archive, plan).map(({ start }) => entries.get(start))
  expect(names).toContain(`blobs/${descriptor.digest.replace(':', '/')}`)
  for (const { entry } of plan.shed) expect(names).not.toContain(entry?.name)
  expect(plan.shed.size).toBe(1)
})
