import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fingerprint } from '../../../../../src/core/job/fingerprint'
import { report } from '../../../../../src/core/view/report'
import { planOf } from '../../../../../src/core/job/slim'
import type { FormId } from '../../../../../src/core/form/form-id'
import { keptBytes } from '../../../../../src/core/tar/index'
import { asListed, inDirectory, listedByGnuTar } from '../../../../fixtures/gnu-tar'
import { digestOf } from '../../../../fixtures/layers'
import { brokenDescriptors } from '../../../../fixtures/oci-tree'
import { bytesOfBlob, destinationOf, openArchive, openSample, sampleFile, slimmed } from '../../../../fixtures/opening'
import { Unpacked, readTar } from '../../../../fixtures/read-tar'
import { fileOf } from '../../../../fixtures/tar'

const samples = readdirSync('tests/fixtures').filter((name) => name.endsWith('.tar'))
const bases = samples.filter((name) => name.includes('-base'))
const targets = samples.filter((name) => !name.includes('-base'))
const forms: readonly FormId[] = ['universal', 'as-is']

const pairs = targets.flatMap((target) => bases.flatMap((base) => forms.map((form) => [target, base, form] as const)))

const slimSample = async (target: string, base: string, form: FormId) =>
  slimmed(await sampleFile(target), await destinationOf([await sampleFile(base)]), form)

test('the samples are there', () => {
  expect([bases.length, targets.length]).toEqual([8, 9])
})

test.each(pairs)('%s on %s, %s: a sound archive, foretold to the byte', async (target, base, form) => {
  const { job, plan, output, bytes } = await slimSample(target, base, form)
  const view = await report(job, plan)
  expect(view.verdict).toEqual({ kind: 'ready' })
  expect(view.keptBytes).toBe(bytes.length)
  expect(view.totalBytes).toBe(job.archive.tar.size)
  expect(bytes.length).toBeLessThan(job.archive.tar.size / 2)

  const archive = await openArchive(fileOf(bytes, 'slim.tar'))
  await inDirectory((directory) => {
    const path = join(directory, 'slim.tar')
    writeFileSync(path, bytes)
    execFileSync('tar', ['-tf', path], { stdio: 'pipe' })
    expect(archive.tar.entries.map(asListed)).toEqual(listedByGnuTar(path))
  })

  const again = await slimSample(target, base, form)
  expect(digestOf(await bytesOfBlob(again.output))).toBe(digestOf(bytes))
  expect(output.size).toBe(bytes.length)

  const emptied = new Set(archive.images.flatMap(({ layers }) => layers.map(({ payload }) => payload)))
  expect([...emptied].filter(({ state }) => state === 'emptied')).toHaveLength(view.shedLayers)
  expect([...emptied].filter(({ state }) => state === 'absent')).toEqual([])

  for (const [at, image] of job.archive.images.entries()) {
    expect(archive.images[at]).toMatchObject({ id: image.id, tags: image.tags, platform: image.platform })
    expect(archive.images[at]?.layers.map(({ diffId }) => diffId)).toEqual(image.layers.map(({ diffId }) => diffId))
    const before = new Unpacked(await bytesOfBlob(keptBytes(job.archive.tar))).read(image.config.name)!
    const after = new Unpacked(bytes).read(archive.images[at]!.config.name)!
    expect(Buffer.compare(before, after)).toBe(0)
  }
  if (archive.oci) expect(brokenDescriptors(bytes)).toEqual([])
  if (form === 'universal') expect(archive.oci).toBeDefined()
})

test.each(targets)('%s slimmed to the universal form opens as the same images, its layers emptied', async (target) => {
  const { job, bytes } = await slimSample(target, 'docker20-base.tar', 'universal')
  const { images, findings } = await openArchive(fileOf(bytes, 'slim.tar'))
  const emptied = findings.filter(({ code }) => code === 'layer-emptied')
  expect(emptied.map(({ facts }) => facts)).toEqual(
    images.map(({ tags, layers }) => ({
      image: tags[0],
      found: 1,
      expected: layers.length,
      chain: layers[0]?.chain,
      diffId: layers[0]?.diffId,
    })),
  )
  expect(images).toHaveLength(job.archive.images.length)
})

test.each(bases)('the fingerprint of %s is small, and plans as the base itself', async (base) => {
  const file = await sampleFile(base)
  const print = fileOf(await bytesOfBlob(await fingerprint(await openArchive(file))), 'base.fingerprint.tar')
  expect(print.size).toBeLessThan(16 * 1024)
  const layers = (await openArchive(print)).images.flatMap((image) => image.layers)
  expect(layers.every(({ payload }) => payload.state === 'emptied')).toBe(true)
  const [byBase, byPrint] = [await destinationOf([file]), await destinationOf([print])]
  for (const target of targets)
    for (const form of forms) {
      const archive = await openSample(target)
      const planned = planOf({ archive, destination: byPrint, form })
      expect(planned).toEqual(planOf({ archive, destination: byBase, form }))
    }
})

test.each(targets)('%s can be slimmed a second time where the layers are known', async (target) => {
  for (const form of forms) {
    const destination = await destinationOf([await sampleFile('docker20-base.tar')])
    const once = await slimmed(await sampleFile(target), destination, form)
    const twice = await slimmed(fileOf(once.bytes, 'slim.tar'), destination, form)
    expect((await report(twice.job, twice.plan)).verdict).toEqual({ kind: 'ready' })
    expect(readTar(twice.bytes).map(({ name, body }) => [name, digestOf(body)])).toEqual(
      readTar(once.bytes).map(({ name, body }) => [name, digestOf(body)]),
    )
  }
})
