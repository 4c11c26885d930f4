import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readArchive } from '../../../../../src/core/image/archive'
import { aroundDamage } from '../../../../../src/state/jobs/around-damage'
import { workOfCompact, type CompactJob } from '../../../../../src/core/job/compact/job'
import { hashingHere } from '../../../../../src/core/check/hashing'
import { millHere } from '../../../../../src/core/delta/mill'
import { makePieces } from '../../../../../src/core/job/compact/make'
import { readOldLayers } from '../../../../../src/core/job/compact/old-layers'
import { planCompact } from '../../../../../src/core/job/compact/plan'
import { readCompact } from '../../../../../src/core/job/compact/read'
import { fingerprint } from '../../../../../src/core/job/fingerprint'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { memory } from '../../../../fixtures/cases'
import { bytesOfSeed, changedLayers } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers, imagesOfLayers } from '../../../../fixtures/layered'
import { digestOf, type Packing } from '../../../../fixtures/layers'
import { bytesOfBlob, openArchive, sampleFile } from '../../../../fixtures/opening'
import { readTar } from '../../../../fixtures/read-tar'
import { concat, fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const layer = (seed: number, size = 200_000): Bytes => tarOf([{ name: 'data', body: bytesOfSeed(seed, size) }])
const over = (bytes: Bytes, at: number): Bytes => {
  const changed = bytes.slice()
  changed.set(bytesOfSeed(6, 100), at)
  return changed
}

async function comesBack(target: File, bases: readonly File[], codec: 'zstd' | 'gzip' = 'zstd') {
  const made = await compacted(target, bases, codec)
  const whole = await uncompacted(fileOf(made.bytes, 'x.compact.tar'), bases)
  return { ...made, whole, isSame: Buffer.compare(whole, Buffer.from(await target.arrayBuffer())) === 0 }
}

test.each(['zstd', 'gzip'] as const)(
  'a rebuilt image is what changed in it, and comes back byte for byte (%s)',
  async (codec) => {
    const [base, app] = [layer(1), layer(2)]
    const old = fileOf(imageOfLayers([base, app, layer(3)]), 'old.tar')
    const fresh = fileOf(imageOfLayers([over(base, 70_000), app, over(layer(3), 9_000), layer(4, 3000)]), 'new.tar')
    const { bytes, isSame, layers } = await comesBack(fresh, [old], codec)
    expect(isSame).toBe(true)
    expect(layers).toHaveLength(3)
    expect(bytes.length).toBeLessThan(20_000)
  },
)

test('whatever became of its layers, and in however many bases the old ones are', async () => {
  const pairs = fc.array(changedLayers, { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(pairs, fc.boolean(), fc.boolean(), async (pairs, gzip, apart) => {
      const olds = pairs.map(({ old }) => old)
      const bases = (apart ? olds.map((one) => [one]) : [olds]).map((layers, at) =>
        fileOf(imageOfLayers(layers), `${at}.tar`),
      )
      const fresh = fileOf(imageOfLayers(pairs.map(({ fresh }) => fresh)), 'new.tar')
      expect((await comesBack(fresh, bases, gzip ? 'gzip' : 'zstd')).isSame).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a packed layer that no base holds as it is comes back plain, in an archive that every engine loads', async () => {
  const old = fileOf(imageOfLayers([layer(1, 900_000), layer(2)], 'gzip'), 'old.tar')
  const layers = [over(layer(1, 900_000), 30_000), layer(2)]
  const fresh = fileOf(imageOfLayers(layers, 'gzip-0'), 'new.tar')
  const { bytes, whole, plan } = await comesBack(fresh, [old])
  expect(plan.frame).toBe('universal')
  expect(bytes.length).toBeLessThan(15_000)
  const { images, oci } = await readArchive(await indexTar(new BlobSource(new Blob([whole]), 'whole.tar')))
  expect(oci).toBeDefined()
  const payloads = images[0]!.layers.map(({ payload }) => payload)
  expect(payloads.map(({ encoding, digest }) => [encoding, digest])).toEqual(
    layers.map((one) => ['tar', digestOf(one)]),
  )
  for (const { bytes } of payloads)
    expect(digestOf(await bytesOfBlob(bytes!))).toBe(
      digestOf(layers[payloads.findIndex((one) => one.bytes?.size === bytes!.size)]!),
    )
})

test.each([[['tar', 'gzip']], [['gzip', 'tar']], [['gzip', 'gzip-0', 'tar']]] as const)(
  'layers that stand in an archive as %j are carried once, and come back plain for all',
  async (packings) => {
    const old = fileOf(imageOfLayers([layer(1, 900_000), layer(2, 300_000)]), 'old.tar')
    const layers = [over(layer(1, 900_000), 30_000), layer(2, 300_000)]
    const { bytes, whole, plan } = await comesBack(fileOf(imagesOfLayers(layers, packings), 'new.tar'), [old])
    expect([plan.frame, plan.items.map(({ kind }) => kind).toSorted()]).toEqual(['universal', ['changed', 'held']])
    expect(bytes.length).toBeLessThan(30_000)
    const { images } = await readArchive(await indexTar(new BlobSource(new Blob([whole]), 'whole.tar')))
    expect(images.map((image) => image.layers.map(({ payload }) => payload.digest))).toEqual(
      packings.map(() => layers.map(digestOf)),
    )
  },
)

const samples = ['docker20', 'docker28-classic', 'docker28-containerd', 'podman4-docker-archive', 'podman4-oci-archive']
  .map((name) => [`${name}-ip-server.tar`, `${name}-base.tar`] as const)
  .concat([['docker28-containerd-gzip-ip-server.tar', 'docker28-containerd-gzip-base.tar']])
  .concat([['skopeo-oci-gzip-ip-server.tar', 'skopeo-oci-gzip-base.tar']])

test.each(samples)('%s comes back from what it has in common with %s', async (target, base) => {
  const fresh = await sampleFile(target)
  const { bytes, isSame, share } = await comesBack(fresh as File, [(await sampleFile(base)) as File])
  expect(isSame).toBe(true)
  expect(bytes.length).toBeLessThan(fresh.size / 3)
  // What is told as the work comes to what was said before, about.
  expect(share).toBeGreaterThan(0.4)
  expect(share).toBeLessThan(1.1)
})

test('and from archives of other tools, packed or not', async () => {
  for (const [target] of samples)
    for (const [, base] of samples) {
      const { isSame } = await comesBack((await sampleFile(target)) as File, [(await sampleFile(base)) as File])
      expect(isSame, `${target} from ${base}`).toBe(true)
    }
})

test.each([
  ['a\nb.tar', 'a_b.tar'],
  ['a\nheld 1 2.tar.gz', 'a_held 1 2.tar.gz'],
  [' ', '_'],
])('a file that is called %j makes a note that can be read', async (name, noted) => {
  const old = fileOf(imageOfLayers([layer(1), layer(2)]), 'old.tar')
  const { bytes, isSame } = await comesBack(fileOf(imageOfLayers([over(layer(1), 9500), layer(2)]), name), [old])
  expect(isSame).toBe(true)
  const file = await readCompact(await indexTar(new BlobSource(new Blob([bytes]), 'x.compact.tar')))
  expect(file.note.archive?.name).toBe(noted)
})

test('work is told as it is done, and comes to about what was said', async () => {
  const old = fileOf(imageOfLayers([layer(1), layer(2)]), 'old.tar')
  const image = imageOfLayers([over(layer(1), 9500), layer(2)])
  const fresh = fileOf(concat(tarOf([{ name: 'notes', body: bytesOfSeed(7, 700_000) }], 0), image), 'new.tar')
  const archive = await openArchive(fresh)
  const plan = planCompact(archive, [await openArchive(old)])
  const job: CompactJob = { archive, plan, unpacked: [], codec: 'zstd', made: 'test', beside: [] }
  const told: number[] = []
  const tell = (bytes: number) => void told.push(bytes)
  const olds = await readOldLayers(job, hashingHere, tell)
  await makePieces(job, olds, { sink: memory(), mill: millHere(), hashing: hashingHere }, tell)
  expect(Math.min(...told)).toBeGreaterThanOrEqual(0)
  const share = told.reduce((sum, bytes) => sum + bytes) / workOfCompact(job)
  expect(share).toBeGreaterThan(0.6)
  expect(share).toBeLessThan(1.1)
})

test('a fingerprint has nothing to build upon, and that is told', async () => {
  const base = await openArchive(fileOf(imageOfLayers([layer(1)]), 'base.tar'))
  const print = new File([await fingerprint(base)], 'base.fingerprint.tar')
  const target = fileOf(imageOfLayers([layer(1), layer(2)]), 'app.tar')
  await expect(compacted(target, [print])).rejects.toMatchObject({
    code: 'compact-baseless',
    facts: { file: 'app.tar' },
  })
})

describe('what is damaged is found before anything is written', () => {
  const old = imageOfLayers([layer(1), layer(2), layer(5)])
  const fresh = (packing?: Packing) => imageOfLayers([over(layer(1), 9_500), layer(2), layer(3)], packing)
  const broken = (bytes: Bytes, seed: number) =>
    over(bytes, Buffer.from(bytes).indexOf(Buffer.from(bytesOfSeed(seed, 200_000).subarray(-1000))) + 100)
  const made = (target: Bytes, there: Bytes) => compacted(fileOf(target, 'app.tar'), [fileOf(there, 'base: 1.tar')])

  test.each([
    ['changed', 1],
    ['held by the base', 2],
    ['new, and carried whole', 3],
  ])('a layer of the archive that is %s', async (_, seed) => {
    await expect(made(broken(fresh(), seed), old)).rejects.toMatchObject({
      code: 'layer-damaged',
      facts: { file: 'app.tar', layer: expect.stringContaining('COPY layer-') as unknown },
    })
  })

  test('one that is packed and carried as it is', async () => {
    const held = imageOfLayers([over(layer(1), 9_500), layer(2)])
    await expect(made(broken(fresh('gzip-0'), 3), held)).rejects.toMatchObject({ code: 'layer-damaged' })
    expect((await made(fresh('gzip-0'), held)).plan.frame).toBe('universal')
  })

  test('an old layer by the names of its archive and of its entry, whatever these are', async () => {
    const strange = tarOf(
      readTar(broken(old, 1)).map(({ name, body }) => ({
        name: name.replace('0/layer', '0: layer'),
        body: name === 'manifest.json' ? Buffer.from(body).toString().replace('0/layer', '0: layer') : body,
      })),
    )
    const bases = [fileOf(strange, 'base: 1.tar')]
    const { remarks } = await aroundDamage((damaged) =>
      compacted(fileOf(fresh(), 'app.tar'), bases, 'zstd', [], [], damaged),
    )
    expect(remarks).toMatchObject([{ facts: { file: 'base: 1.tar', entry: '0: layer.tar' } }])
  })
})
