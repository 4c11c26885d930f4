import fc from 'fast-check'
import { expect, test } from 'vitest'
import { report } from '../../../../src/core/view/report'
import { bytesToHash } from '../../../../src/core/job/slim'
import { legacyArchive, craneArchive } from '../../../fixtures/docker-archives'
import {
  chainsOf,
  configOf,
  diffIdOf,
  digestOf,
  idOf,
  layerTar,
  packed,
  type ImageSpec,
} from '../../../fixtures/layers'
import {
  blobName,
  classicArchive,
  containerdArchive,
  dotted,
  nestedArchive,
  ociOnlyArchive,
} from '../../../fixtures/oci-archives'
import { brokenDescriptors } from '../../../fixtures/oci-tree'
import { destinationOf, openArchive, slimmed } from '../../../fixtures/opening'
import { readTar, Unpacked } from '../../../fixtures/read-tar'
import { fileOfSpec, scenario } from '../../../fixtures/scenarios'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'B'] }
const base: ImageSpec = { tags: ['registry.example/team/base:7'], layers: ['A'] }

async function universal(target: Member[], bases: Member[][]) {
  const destination = await destinationOf(bases.map((members, at) => fileOf(tarOf(members), `base-${at}.tar`)))
  return slimmed(fileOf(tarOf(target), 'app.tar'), destination, 'universal')
}

test('re-opened, the images are the same, and the tree of descriptors fits its blobs', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async ({ bases, target }) => {
      const { job, plan, bytes } = await slimmed(
        fileOfSpec(target),
        await destinationOf(bases.map(fileOfSpec)),
        'universal',
      )
      const archive = await openArchive(fileOf(bytes))
      const facts = ({ tags, id, platform, layers }: (typeof archive.images)[number]) => ({
        tags,
        id,
        platform,
        diffIds: layers.map(({ diffId }) => diffId),
      })
      expect(archive.images.map(facts)).toEqual(job.archive.images.map(facts))
      expect(brokenDescriptors(bytes)).toEqual([])
      const { shedLayers } = await report(job, plan)
      const payloads = new Set(archive.images.flatMap(({ layers }) => layers.map(({ payload }) => payload)))
      const emptied = readTar(bytes).filter(
        ({ name, body }) => /blobs\/sha256\/./.test(name) && body.length === 0 && !name.endsWith('/'),
      )
      if (job.archive.oci) expect(emptied.length).toBe(shedLayers)
      expect([...payloads].filter(({ state }) => state === 'absent')).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('a docker-archive becomes an OCI layout with manifest.json', async () => {
  const { bytes } = await universal(legacyArchive([app]), [legacyArchive([base])])
  expect(readTar(bytes).map(({ name, body }) => [name, body.length])).toEqual([
    ['oci-layout', expect.any(Number)],
    ['index.json', expect.any(Number)],
    ['manifest.json', expect.any(Number)],
    [blobName(idOf(app)), configOf(app).length],
    [expect.stringMatching(/^blobs\/sha256\//), expect.any(Number)],
    [blobName(diffIdOf('A')), 0],
    [blobName(diffIdOf('B')), layerTar('B').length],
    ['layershed.json', expect.any(Number)],
  ])
  const files = new Unpacked(bytes)
  expect(files.json('oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' })
  expect(files.json('manifest.json')).toEqual([
    {
      Config: blobName(idOf(app)),
      RepoTags: ['app:1'],
      Layers: ['A', 'B', 'B'].map((letter) => blobName(diffIdOf(letter))),
    },
  ])
  const [descriptor] = files.json('index.json').manifests
  expect(descriptor.annotations).toEqual({
    'io.containerd.image.name': 'docker.io/library/app:1',
    'org.opencontainers.image.ref.name': '1',
    'org.opencontainers.image.base.name': 'registry.example/team/base:7',
  })
  expect(files.json(blobName(descriptor.digest)).layers).toEqual(
    ['A', 'B', 'B'].map((letter) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: diffIdOf(letter),
      size: layerTar(letter).length,
    })),
  )
})

test('opened, it says which chain the other side must have', async () => {
  const { bytes } = await universal(legacyArchive([app]), [legacyArchive([{ ...base, layers: ['A', 'B'] }])])
  const { findings } = await openArchive(fileOf(bytes))
  expect(findings).toMatchObject([
    {
      code: 'layer-emptied',
      place: 0,
      facts: { image: 'app:1', found: 1, expected: 3, chain: diffIdOf('A'), diffId: diffIdOf('A') },
    },
  ])
  const whole = await universal(legacyArchive([app]), [legacyArchive([app])])
  const again = await openArchive(fileOf(whole.bytes))
  expect(again.findings).toMatchObject([
    { facts: { found: 3, chain: chainsOf(['A', 'B', 'B'].map(diffIdOf))[2], diffId: diffIdOf('B') } },
  ])
})

test('an archive with the layout stays byte for byte but for the layers and index.json', async () => {
  const { bytes } = await universal(classicArchive([app]), [classicArchive([base])])
  const changed = readTar(bytes).flatMap(({ name, body }, at) => {
    const before = readTar(tarOf(classicArchive([app])))[at]
    return before?.name === name && Buffer.compare(before.body, body) === 0 ? [] : [name]
  })
  expect(changed).toEqual([blobName(diffIdOf('A')), 'index.json', 'layershed.json'])
})

test('a layer that follows to a copy that travels takes over all that is said of the copy', async () => {
  const layerAnnotations = { 'org.example.note': 'kept' }
  const first = { ...app, tags: ['first:1'], label: 'first', packing: 'gzip', layerAnnotations } as const
  const second = { ...app, tags: ['second:1'], label: 'second' }
  const files = new Unpacked((await universal(containerdArchive([first, second]), [])).bytes)
  const manifests = files
    .json('index.json')
    .manifests.map(({ digest }: { digest: string }) => files.json(blobName(digest)))
  expect(manifests[1].layers).toEqual(manifests[0].layers)
  expect(manifests[1].layers[0].annotations).toEqual(layerAnnotations)
})

test('without a list, one is added for engines that want it', async () => {
  const { bytes } = await universal(ociOnlyArchive([app]), [ociOnlyArchive([base])])
  const files = new Unpacked(bytes)
  expect(files.json('manifest.json')).toEqual([
    {
      Config: blobName(idOf(app)),
      RepoTags: ['app:1'],
      Layers: ['A', 'B', 'B'].map((letter) => blobName(diffIdOf(letter))),
    },
  ])
  expect(files.json('index.json').manifests[0].annotations).toMatchObject({
    'io.containerd.image.name': 'docker.io/library/app:1',
    'org.opencontainers.image.ref.name': 'app:1',
  })
})

test('the layout’s own mark is added where it is missing, and stands once', async () => {
  const unmarked = ociOnlyArchive([app]).filter(({ name }) => name !== 'oci-layout')
  for (const target of [unmarked, ociOnlyArchive([app])]) {
    const { bytes } = await universal(target, [ociOnlyArchive([base])])
    const marks = readTar(bytes).filter(({ name }) => name === 'oci-layout')
    expect(marks.map(({ body }) => JSON.parse(new TextDecoder().decode(body)))).toEqual([
      { imageLayoutVersion: '1.0.0' },
    ])
  }
})

test('a last payload without its padding does not shift what is added behind it', async () => {
  const members = ociOnlyArchive([app])
  const blob = members.splice(members.findIndex(({ name }) => name === blobName(diffIdOf('B'))), 1) // prettier-ignore
  const input = tarOf([...members, { name: 'odd', body: 'x'.repeat(100) }, ...blob, { name: 'note', body: 'cut' }], 0)
  const cut = fileOf(input.subarray(0, input.length - 509), 'app.tar')
  const { bytes, job, plan } = await slimmed(
    cut,
    await destinationOf([fileOf(tarOf(ociOnlyArchive([base])))]),
    'universal',
  )
  expect(readTar(bytes).map(({ name }) => name)).toContain('manifest.json')
  expect((await report(job, plan)).keptBytes).toBe(bytes.length)
})

test('a whole descriptor is relinked, in the media types of the manifest that it stands in', async () => {
  for (const [family, mediaType] of [
    ['oci', 'application/vnd.oci.image.layer.v1.tar+gzip'],
    ['docker', 'application/vnd.docker.image.rootfs.diff.tar.gzip'],
  ] as const) {
    const { bytes } = await universal(containerdArchive([app], family), [
      containerdArchive([{ ...base, packing: 'gzip' }]),
    ])
    const files = new Unpacked(bytes)
    const manifest = files.json(blobName(files.json('index.json').manifests[0].digest))
    const digest = digestOf(packed('A', 'gzip'))
    expect(manifest.layers[0]).toEqual({ mediaType, digest, size: packed('A', 'gzip').length })
    expect(manifest.layers[1]).toMatchObject({ digest: diffIdOf('B') })
    expect(files.json('manifest.json')[0].Layers[0]).toBe(blobName(digest))
    expect(files.read(blobName(digest))).toHaveLength(0)
    expect(files.read(blobName(diffIdOf('A')))).toBeUndefined()
  }
})

test('the indexes above a relinked manifest are rebuilt, through every level', async () => {
  const amd64 = { ...app, platform: { os: 'linux', architecture: 'amd64' } }
  const arm64 = { ...app, layers: ['C', 'D'], platform: { os: 'linux', architecture: 'arm64' } }
  const target = nestedArchive('app:1', [{ image: amd64, has: 'all' }, { image: arm64, has: 'nothing' }], true) // prettier-ignore
  const { bytes } = await universal(target, [containerdArchive([{ ...base, packing: 'gzip' }])])
  expect(brokenDescriptors(bytes)).toEqual([])
  const archive = await openArchive(fileOf(bytes))
  expect(archive.images.map(({ layers }) => layers[0]?.descriptor?.digest)).toEqual([digestOf(packed('A', 'gzip'))])
  expect(archive.findings.map(({ code }) => code)).toEqual(['platform-absent', 'layer-emptied'])
})

test.each(['./', '/', './/', 'x/../'])('names that begin with %s are found and replaced all the same', async (odd) => {
  for (const write of [containerdArchive, ociOnlyArchive]) {
    const target = write([app]).map((member) => ({ ...member, name: `${odd}${member.name}` }))
    const { bytes } = await universal(target, [containerdArchive([{ ...base, packing: 'gzip' }])])
    const names = readTar(bytes).map(({ name }) => (name.startsWith(odd) ? name.slice(odd.length) : name))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    expect(names).toContain('manifest.json')
  }
})

test('every blob of names that begin with ./ fits its descriptor', async () => {
  const { bytes } = await universal(dotted(containerdArchive([app])), [
    containerdArchive([{ ...base, packing: 'gzip' }]),
  ])
  expect(brokenDescriptors(bytes)).toEqual([])
})

test('an untagged image keeps having no name', async () => {
  const nameless = { ...app, tags: [] }
  const { bytes } = await universal(legacyArchive([nameless]), [legacyArchive([base])])
  const files = new Unpacked(bytes)
  expect(files.json('manifest.json')[0].RepoTags ?? []).toEqual([])
  expect(Object.keys(files.json('index.json').manifests[0].annotations)).toEqual(['org.opencontainers.image.base.name'])
})

test('the base’s name is the longest shared stack’s, whatever the order of the drop', async () => {
  const bases = [['A'], ['A', 'B'], ['A']].map((layers, at) => legacyArchive([{ tags: [`base-${at}:1`], layers }]))
  for (const order of [bases, [...bases].reverse()]) {
    const { bytes } = await universal(legacyArchive([app]), order)
    const [descriptor] = new Unpacked(bytes).json('index.json').manifests
    expect(descriptor.annotations['org.opencontainers.image.base.name']).toBe('base-1:1')
  }
})

test('a kept compressed layer of a docker-archive goes by the digest of its bytes', async () => {
  const { bytes } = await universal(craneArchive([app]), [legacyArchive([base])])
  const gzipped = digestOf(packed('B', 'gzip'))
  expect(new Unpacked(bytes).read(blobName(gzipped))).toHaveLength(packed('B', 'gzip').length)
  expect(brokenDescriptors(bytes)).toEqual([])
})

test('copies of one compressed layer in a docker-archive travel once, and the size is foretold all the same', async () => {
  const { bytes, job, plan } = await universal(legacyArchive([{ ...app, packing: 'gzip' }], 'copy'), [
    legacyArchive([base]),
  ])
  expect((await report(job, plan)).keptBytes).toBe(bytes.length)
  const gzipped = readTar(bytes).filter(({ name }) => name === blobName(digestOf(packed('B', 'gzip'))))
  expect(gzipped.map(({ body }) => body.length)).toEqual([packed('B', 'gzip').length])
  expect(bytesToHash(job, plan)).toBe(packed('B', 'gzip').length)
  expect(brokenDescriptors(bytes)).toEqual([])
})

test('one image under several names has one manifest and a descriptor a name', async () => {
  const { bytes } = await universal(legacyArchive([{ ...app, tags: ['app:1', 'app:latest'] }]), [legacyArchive([base])])
  const { manifests } = new Unpacked(bytes).json('index.json')
  expect(new Set(manifests.map(({ digest }: { digest: string }) => digest)).size).toBe(1)
  expect((await openArchive(fileOf(bytes))).images.map(({ tags }) => tags)).toEqual([['app:1', 'app:latest']])
})
