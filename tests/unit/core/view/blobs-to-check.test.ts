import { expect, test } from 'vitest'
import { blobsToCheck } from '../../../../src/core/view/blobs-to-check'
import { destinationAfter } from '../../../../src/core/job/batch'
import { diffIdOf } from '../../../fixtures/layers'
import { classicArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

const archive = (layers: string, tag: string) =>
  fileOf(tarOf(classicArchive([{ tags: [tag], layers: [...layers] }])), `${tag.replace(':', '-')}.tar`)

test('what is left out has to be there, what travels along has not', async () => {
  const destination = await destinationOf([archive('AB', 'base:1')])
  const { plan } = await slimmed(archive('ABC', 'app:1'), destination, 'universal')
  expect(blobsToCheck(plan, destination)).toEqual([diffIdOf('A'), diffIdOf('B')])
})

test('what an earlier archive of the batch brings is not asked for', async () => {
  const base = await openArchive(archive('AB', 'base:1'))
  const destination = destinationAfter([], [base], 'one-host', 'universal')
  const { plan } = await slimmed(archive('ABC', 'app:1'), destination, 'universal')
  expect(plan.shed.size).toBe(2)
  expect(blobsToCheck(plan, destination)).toEqual([])
})
