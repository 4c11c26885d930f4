import { expect, test } from 'vitest'
import { fingerprint } from '../../../../src/core/job/fingerprint'
import { restorable } from '../../../../src/core/view/restorable'
import { classicArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

const app = fileOf(tarOf(classicArchive([{ tags: ['app:1'], layers: ['A', 'B', 'C'] }])), 'app.tar')
const base = fileOf(tarOf(classicArchive([{ tags: ['base:7'], layers: ['A', 'B'] }])), 'base.tar')

async function seen(target: File, ...bases: File[]) {
  const opened = await Promise.all(bases.map(openArchive))
  return restorable({ archive: await openArchive(target), bases: opened, destination: await destinationOf(bases) })
}

const slim = async () => {
  const { bytes } = await slimmed(app, await destinationOf([base]), 'universal')
  return fileOf(bytes, 'app.slim.tar')
}

test('an archive that lacks layers can be made whole by what is there', async () => {
  const { layers, bytes, fileName, fault } = (await seen(await slim(), base))!
  expect([layers, fileName, fault]).toEqual([2, 'app.tar', undefined])
  expect(bytes).toBeGreaterThanOrEqual(app.size)
})

test('a whole archive, and one of whose place nothing was said, are offered nothing', async () => {
  expect(await seen(app, base)).toBeUndefined()
  expect(await seen(await slim())).toBeUndefined()
})

test('why it can’t be made whole is known before anybody asks', async () => {
  const print = new File([await fingerprint(await openArchive(base))], 'base.fingerprint.tar')
  expect((await seen(await slim(), print))?.fault).toMatchObject({ code: 'layer-without-bytes' })
})
