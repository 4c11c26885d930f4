import { expect, test } from 'vitest'
import { planOf, slim } from '../../../../src/core/job/slim'
import { craneArchive } from '../../../fixtures/docker-archives'
import { destinationOf, faultOf, openMembers } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

test('the same bytes for two layers are refused: the output would be shorter than was promised', async () => {
  const members = craneArchive([{ tags: ['app:1'], layers: ['A', 'B', 'C'], packing: 'gzip' }])
  const [, , second, third] = members
  const damaged = members.map((member) => (member === third ? { ...third!, body: second!.body ?? '' } : member))
  const base = fileOf(tarOf(craneArchive([{ tags: ['base:1'], layers: ['A'], packing: 'gzip' }])))
  const job = {
    archive: await openMembers(damaged),
    destination: await destinationOf([base]),
    form: 'universal' as const,
  }
  expect(await faultOf(slim(job, planOf(job)))).toMatchObject({
    code: 'layers-alike',
    facts: { entry: String(third!.name), other: String(second!.name) },
  })
})
