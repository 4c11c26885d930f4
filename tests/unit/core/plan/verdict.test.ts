import { expect, test } from 'vitest'
import { planByChain } from '../../../../src/core/plan/by-chain'
import { onlyPlatform } from '../../../../src/core/plan/only-platform'
import { judge, stoppingFindings } from '../../../../src/core/plan/verdict'
import { messagesIn } from '../../../../src/messages'
import { diffIdOf, type ImageSpec } from '../../../fixtures/layers'
import { blobName, classicArchive, containerdArchive, nestedArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openMembers } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

/** Two platforms under one name: what one of them lacks is no fault of the other. */

const image = (architecture: string, layers: string): ImageSpec => ({
  tags: ['app:1'],
  layers: [...layers],
  platform: { os: 'linux', architecture },
  label: architecture,
})

const amd64 = image('amd64', 'AB')
const arm64 = image('arm64', 'CD')

/** Without manifest.json all of them are loaded. */
const both = nestedArchive('app:1', [{ image: amd64, has: 'all' }, { image: arm64, has: 'all' }], false) // prettier-ignore

const without = (...letters: string[]) =>
  openMembers(both.filter(({ name }) => !letters.some((letter) => name === blobName(diffIdOf(letter)))))

const emptied = (...letters: string[]) =>
  openMembers(
    both.map((member) =>
      letters.some((letter) => member.name === blobName(diffIdOf(letter))) ? { ...member, body: '' } : member,
    ),
  )

const there = (...layers: string[]) =>
  destinationOf(layers.map((each) => fileOf(tarOf(classicArchive([{ tags: ['base:1'], layers: [...each] }])))))

test.each([
  ['absent', without],
  ['emptied', emptied],
])('both lack a layer, %s, and only the one that needs its own is named, with its platform', async (_, make) => {
  const archive = await make('A', 'D')
  const destination = await there('A')
  const plan = planByChain(archive.images, destination)
  const verdict = judge(archive, plan, destination)
  expect(verdict).toMatchObject({ kind: 'stopped', findings: [{ place: 1 }] })
  for (const language of ['en', 'zh-CN'] as const)
    for (const finding of stoppingFindings(archive, plan)) {
      const { what } = (await messagesIn(language)).finding(finding)
      expect(what).toContain('linux/arm64')
      expect(what).not.toContain('linux/amd64')
    }
})

test('a plan that needs none of what is absent is not stopped', async () => {
  const archive = await without('A', 'D')
  const destination = await there('A', 'CD')
  expect(judge(archive, planByChain(archive.images, destination), destination)).toEqual({ kind: 'ready' })
})

test('one platform alone is not told what the other lacks', async () => {
  const archive = await emptied('D')
  const lacking = ({ findings }: typeof archive) => findings.map(({ place }) => place)
  expect(lacking(archive)).toEqual([1])
  expect(lacking(onlyPlatform(archive, 'linux/amd64'))).toEqual([])
  expect(lacking(onlyPlatform(archive, 'linux/arm64'))).toEqual([1])
})

test('what only some engines refuse stops no save', async () => {
  const archive = await openMembers(containerdArchive([{ tags: ['app:1'], layers: ['A', 'B'], packing: 'zstd' }]))
  expect(archive.findings).toMatchObject([{ code: 'zstd-layer', hurts: ['classic'] }])
  const destination = await there('A')
  expect(judge(archive, planByChain(archive.images, destination), destination)).toEqual({ kind: 'ready' })
})
