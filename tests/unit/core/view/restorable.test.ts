import { expect, test } from 'vitest'
import { fingerprint } from '../../../../src/core/job/fingerprint'
import { restorable } from '../../../../src/core/view/restorable'
import { classicArchive, containerdArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, slimmed } from '../../../fixtures/opening'
import { jobOf } from '../../../fixtures/restoring'
import { fileOf, tarOf } from '../../../fixtures/tar'

const app = fileOf(tarOf(classicArchive([{ tags: ['app:1'], layers: ['A', 'B', 'C'] }])), 'app.tar')
const base = fileOf(tarOf(classicArchive([{ tags: ['base:7'], layers: ['A', 'B'] }])), 'base.tar')

const seen = async (target: File, ...bases: File[]) => restorable(await jobOf(target, bases, false))

const slim = async () => {
  const { bytes } = await slimmed(app, await destinationOf([base]), 'universal')
  return fileOf(bytes, 'app.slim.tar')
}

test('an archive that lacks layers can be made whole by what is there', async () => {
  const { layers, bytes, fileName, sources, fault } = (await seen(await slim(), base))!
  expect([layers, fileName, fault]).toEqual([2, 'app.tar', undefined])
  expect(sources).toEqual(['app.slim.tar', 'base.tar'])
  expect(bytes).toBeGreaterThanOrEqual(app.size)
})

test('a whole archive is offered nothing', async () => {
  expect(await seen(app, base)).toBeUndefined()
})

test('before anything was given, it is known which base is needed', async () => {
  expect((await seen(await slim()))?.fault).toMatchObject({ code: 'layer-in-base', facts: { base: 'base:7' } })
})

test('layers that a base has in another packing are counted: they cost the manifest’s digest', async () => {
  const gzipped = fileOf(
    tarOf(containerdArchive([{ tags: ['app:1'], layers: ['A', 'C'], packing: 'gzip' }])),
    'app.tar',
  )
  const { bytes } = await slimmed(gzipped, await destinationOf([base]), 'as-is')
  expect(await seen(fileOf(bytes, 'app.slim.tar'), base)).toMatchObject({ layers: 1, relinked: 1, fault: undefined })
})

test('why it can’t be made whole is known before anybody asks', async () => {
  const print = new File([await fingerprint(await openArchive(base))], 'base.fingerprint.tar')
  expect((await seen(await slim(), print))?.fault).toMatchObject({ code: 'layer-without-bytes' })
})
