import { expect, test } from 'vitest'
import { carried, carriedCase, codesOf } from '../../../fixtures/carried'
import { craneArchive, podmanArchive } from '../../../fixtures/docker-archives'
import { containerdArchive, dockerList, nameAnnotations } from '../../../fixtures/oci-archives'
import { openMembers } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

/** What goes into RepoTags is what Docker accepts, and index.json agrees. */

const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])), 'base.tar')
const DIGEST = `sha256:${'a'.repeat(64)}`

test.each<[string, string[], string[], string[]]>([
  ['a name and its tag', ['app:1'], ['app:1'], []],
  ['no tag', ['app'], ['app:latest'], ['lacks-tag']],
  ['a digest', [`app@${DIGEST}`], [], ['named-by-digest']],
  ['a tag and a digest', [`app:1@${DIGEST}`], ['app:1'], ['tag-and-digest']],
  ['a tag that lost its name', ['latest'], [], ['bad-tag']],
  ['a registry with its port', ['registry.example:5000/app:1'], ['registry.example:5000/app:1'], []],
  ['a registry in capitals', ['REGISTRY/app:1'], ['REGISTRY/app:1'], ['odd-host']],
  ['a registry in capitals, with its port', ['REGISTRY:5000/app:1'], ['REGISTRY:5000/app:1'], []],
  ['a registry by its IPv6 address', ['[2001:db8::1]:5000/app:1'], ['[2001:db8::1]:5000/app:1'], ['odd-host']],
  [
    'an IPv6 address, and no tag',
    ['[2001:db8::1]:5000/app'],
    ['[2001:db8::1]:5000/app:latest'],
    ['lacks-tag', 'odd-host'],
  ],
  ['a good name beside bad ones', ['App:1', 'app:2', 'a b'], ['app:2'], ['bad-tag', 'bad-tag']],
  ['one name in two ways', ['app', 'app:latest'], ['app:latest'], ['lacks-tag']],
])('%s', async (_, tags, written, codes) => {
  for (const archive of [podmanArchive, craneArchive, containerdList]) {
    const { files, report, again } = await carried(fileOf(tarOf(archive([{ tags, layers: ['A', 'B'] }]))), [base])
    const [item] = files.json('manifest.json')
    expect(item.RepoTags).toEqual(written)
    expect(codesOf(report.remarks).filter((code) => code !== 'kept-for-digest' && code !== 'relinked')).toEqual(codes)
    const named = files
      .json('index.json')
      .manifests.flatMap(({ annotations }: { annotations?: Record<string, string> }) => annotations?.['io.containerd.image.name'] ?? []) // prettier-ignore
    for (const tag of written) expect(named).toContain(tag.includes('/') ? tag : `docker.io/library/${tag}`)
    expect(again.images[0]?.tags).toEqual(written)
  }
})

/** An OCI layout whose index names nothing: manifest.json alone does. */
function containerdList(images: Parameters<typeof dockerList>[0]): Member[] {
  const plain = containerdArchive(images.map((image) => ({ ...image, tags: [] })))
  return [...plain.filter(({ name }) => name !== 'manifest.json'), dockerList(images)]
}

test('exported by its digest, an image loads by its ID', async () => {
  const { files, report } = await carriedCase('03-by-digest.tar', ['base-oci-gz.tar'])
  expect(files.json('manifest.json')[0].RepoTags).toEqual([])
  expect(codesOf(report.remarks)).toEqual(['named-by-digest'])
})

test('relinked, it no longer goes by the digest that it had', async () => {
  const { files } = await carriedCase('03-by-digest.tar', ['base-legacy.tar'])
  expect(JSON.stringify(files.json('index.json'))).not.toContain('@sha256:')
})

test.each(['40-capital-host.tar', '64-name-only.tar'])(
  '%s: a word on a name that not every engine takes',
  async (name) => {
    const { report } = await carriedCase(name, ['base-legacy.tar'])
    expect(codesOf(report.remarks)).toEqual([name.startsWith('40') ? 'odd-host' : 'lacks-tag'])
  },
)

test('what manifest.json says of Windows’ layers, and of anything else, is kept', async () => {
  const { files, again } = await carriedCase('10-windows.tar', ['10-windows-base.tar'])
  const [item] = files.json('manifest.json')
  expect(Object.values(item.LayerSources)).toMatchObject([{ urls: ['https://example.invalid/a'], size: 123456 }])
  expect(files.json('index.json').manifests[0].platform).toEqual({ os: 'windows', architecture: 'amd64', 'os.version': '10.0.17763.5329' }) // prettier-ignore
  expect(again.images[0]?.item).toMatchObject({ LayerSources: item.LayerSources })
})

test('two images of one name are both listed, as engines load both', async () => {
  const images = [
    { tags: ['app:1'], layers: ['A', 'B'] },
    { tags: ['app:1'], layers: ['A', 'C'] },
  ]
  const members = containerdArchive(images).filter(({ name }) => name !== 'manifest.json')
  const { files } = await carried(fileOf(tarOf(members)), [base])
  expect(files.json('manifest.json').map(({ RepoTags }: { RepoTags: string[] }) => RepoTags)).toEqual([['app:1'], ['app:1']]) // prettier-ignore
  expect((await openMembers(members)).images).toHaveLength(2)
  expect(nameAnnotations('app:1')['io.containerd.image.name']).toBe('docker.io/library/app:1')
})
