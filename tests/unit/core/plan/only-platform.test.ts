import { describe, expect, test } from 'vitest'
import { judge } from '../../../../src/core/plan/verdict'
import { onlyPlatform, platformsOf } from '../../../../src/core/plan/only-platform'
import { planOf, slim } from '../../../../src/core/job/slim'
import { idOf, type ImageSpec } from '../../../fixtures/layers'
import { blobName, classicArchive, nestedArchive, type Nested } from '../../../fixtures/oci-archives'
import { bytesOfBlob, destinationOf, openArchive, openMembers } from '../../../fixtures/opening'
import { readTar } from '../../../fixtures/read-tar'
import { fileOf, tarOf } from '../../../fixtures/tar'

const image = (architecture: string, layers: string): ImageSpec => ({
  tags: ['app:1'],
  layers: [...layers],
  platform: { os: 'linux', architecture },
  label: architecture,
})
const amd = image('amd64', 'AB')
const arm = image('arm64', 'CD')
const both: Nested[] = [
  { image: amd, has: 'all' },
  { image: arm, has: 'all' },
]

test('platforms can be chosen from where there are several, whole', async () => {
  expect(platformsOf(await openMembers(nestedArchive('app:1', both, false)))).toEqual(['linux/amd64', 'linux/arm64'])
  const half: Nested[] = [both[0]!, { image: arm, has: 'nothing' }]
  expect(platformsOf(await openMembers(nestedArchive('app:1', half, true)))).toEqual([])
  expect(platformsOf(await openMembers(classicArchive([amd])))).toEqual([])
})

describe.each([
  ['with manifest.json', true],
  ['without', false],
])('one platform alone, %s', (_, list) => {
  const make = async (bases: Uint8Array[]) => {
    const file = fileOf(tarOf(nestedArchive('app:1', both, list)))
    const archive = onlyPlatform(await openArchive(file), 'linux/arm64')
    const destination = await destinationOf(bases.map((bytes) => fileOf(bytes)))
    const job = { archive, destination, form: 'universal' as const }
    const plan = planOf(job)
    return { job, plan, bytes: await bytesOfBlob(await slim(job, plan)) }
  }

  test('is all that the output holds, with its own attestation, and every blob that its manifests name', async () => {
    const { bytes, job, plan } = await make([])
    expect(judge(job.archive, plan, job.destination)).toEqual({ kind: 'ready' })
    const members = new Map(readTar(bytes).map(({ name, body }) => [name, body]))
    const json = (name: string) => JSON.parse(new TextDecoder().decode(members.get(name)))
    const opened = await openArchive(fileOf(bytes))
    expect(opened.images.map(({ id, tags, listed }) => [id, tags, listed])).toEqual([[idOf(arm), ['app:1'], true]])
    expect(opened.findings).toEqual([])
    expect(json('manifest.json')).toMatchObject([{ Config: blobName(idOf(arm)), RepoTags: ['app:1'] }])
    const { manifests } = json('index.json')
    expect(manifests).toHaveLength(2)
    expect(manifests[0].annotations['io.containerd.image.name']).toBe('docker.io/library/app:1')
    expect(manifests[1].annotations['vnd.docker.reference.digest']).toBe(manifests[0].digest)
    const named = manifests.flatMap(({ digest }: { digest: string }) => {
      const { config, layers } = json(blobName(digest))
      return [digest, config.digest, ...layers.map((layer: { digest: string }) => layer.digest)].map(blobName)
    })
    expect([...members.keys()].toSorted()).toEqual(
      [...new Set<string>(named), 'index.json', 'manifest.json', 'oci-layout'].toSorted(),
    )
  })

  test('is slimmed by what the destination has of it', async () => {
    const { plan, bytes } = await make([tarOf(classicArchive([image('arm64', 'C')]))])
    expect(plan.shed.size).toBe(1)
    const [slimmed] = (await openArchive(fileOf(bytes))).images
    expect(slimmed?.layers.map(({ payload }) => payload.state)).toEqual(['emptied', 'whole'])
  })
})
