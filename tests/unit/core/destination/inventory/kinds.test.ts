import { expect, test } from 'vitest'
import { config, diffIds, holdingOf, imagesOf, inspect } from '../../../../fixtures/inspects'
import { configOf, digestOf, idOf, packed, type ImageSpec } from '../../../../fixtures/layers'
import { manifestOf } from '../../../../fixtures/oci-archives'

const status = (name: string, letters: string) => ({
  id: idOf({ tags: [], layers: [...letters] }),
  repoTags: [`docker.io/library/${name}`],
  repoDigests: [],
  size: '6000',
})
const crictl = (info: unknown, name = 'app:1') => ({ status: status(name, 'AB'), info })
const chainID = 'sha256:aa'

test.each<[string, unknown, string]>([
  ['containerd', { chainID, imageSpec: config('AB') }, 'containerd'],
  ['containerd, its info a string', { info: JSON.stringify({ chainID, imageSpec: config('AB') }) }, 'containerd'],
  ['containerd, its info one string in all', JSON.stringify({ chainID, imageSpec: config('AB') }), 'containerd'],
  ['CRI-O', { labels: {}, imageSpec: config('AB') }, 'podman'],
])('crictl inspecti of %s', async (_, info, store) => {
  expect(await imagesOf(crictl(info))).toEqual([['app:1', 'AB']])
  expect((await holdingOf(JSON.stringify([crictl(info), crictl(info, 'app:2')]))).store).toBe(store)
})

test('nerdctl, native: the manifest beside the config gives the blobs', async () => {
  const spec: ImageSpec = { tags: ['a:1'], layers: ['A', 'B'], packing: 'gzip' }
  const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))
  const native = {
    Image: { Name: 'docker.io/library/a:1', Labels: null, Target: {} },
    ManifestDesc: { digest: digestOf(manifestOf(spec)) },
    Manifest: parsed(manifestOf(spec)),
    ImageConfigDesc: { digest: idOf(spec) },
    ImageConfig: parsed(configOf(spec)),
  }
  const { store, images } = await holdingOf(JSON.stringify([native]))
  expect([store, images.length, images[0]?.name]).toEqual(['containerd', 1, 'a:1'])
  expect(images[0]?.layers.map(({ blob }) => blob?.digest)).toEqual(
    ['A', 'B'].map((letter) => digestOf(packed(letter, 'gzip'))),
  )
})

test('buildah inspect, of an image or a working container', async () => {
  const buildah = {
    Type: 'buildah 0.0.1',
    FromImage: 'docker.io/library/app:1',
    FromImageID: idOf({ tags: [], layers: ['A'] }).slice(7),
    Config: JSON.stringify(config('A')),
    Manifest: '{}',
    Container: 'working',
    OCIv1: config('A'),
    Docker: config('A'),
  }
  expect(await imagesOf(buildah)).toEqual([['app:1', 'A']])
  expect((await holdingOf(JSON.stringify({ ...buildah, OCIv1: undefined }))).store).toBe('podman')
})

test.each<[string, unknown, string[][]]>([
  ['.RootFS.Layers', diffIds('AB'), [['', 'AB']]],
  ['.RootFS.Layers of several', [diffIds('A'), diffIds('AB')], [['', 'A'], ['', 'AB']]], // prettier-ignore
  ['.RootFS', inspect('A').RootFS, [['', 'A']]],
  ['{Layers: .RootFS.Layers}', { Layers: diffIds('A') }, [['', 'A']]],
  ['{name, RootFS}', { name: 'x:1', RootFS: inspect('A').RootFS }, [['x:1', 'A']]],
  ['[.[] | {RepoTags, RootFS}]', [{ RepoTags: ['x:1', 'x:2'], RootFS: inspect('A').RootFS }], [['x:1,x:2', 'A']]],
  ['{n: .RepoTags[0], l: .RootFS.Layers}', { n: 'x/y:1', l: diffIds('A') }, [['x/y:1', 'A']]],
  ['{"x:1": [.RootFS.Layers]}', { 'x:1': diffIds('A'), 'y:1': diffIds('AB') }, [['x:1', 'A'], ['y:1', 'AB']]], // prettier-ignore
  ['{host: {images: [.]}}', { host: { images: [inspect('A'), inspect('AB')] } }, [['a:1', 'A'], ['ab:1', 'AB']]], // prettier-ignore
  ['[[.]] of jq -s', [[inspect('A')], [inspect('B')]], [['a:1', 'A'], ['b:1', 'B']]], // prettier-ignore
  ['.rootfs of a config', config('A').rootfs, [['', 'A']]],
  ['{{json .Image}} of imagetools', { 'linux/amd64': config('A'), 'linux/arm64': config('B') }, [['', 'A'], ['', 'B']]], // prettier-ignore
  ['imagetools in full', { name: 'x:1', manifest: { digest: 'sha256:1' }, image: config('A') }, [['x:1', 'A']]],
  ['keys in lower case', { id: '', repotags: ['x:1'], rootfs: { layers: diffIds('A') } }, [['x:1', 'A']]],
  ['keys in capitals', { ROOTFS: { DIFF_IDS: diffIds('A') } }, [['', 'A']]],
])('%s', async (_, json, images) => {
  expect(await imagesOf(json)).toEqual(images)
  expect(await imagesOf(JSON.stringify(json, null, 2))).toEqual(images)
})

test('two tags of one image are one image with two names', async () => {
  const twice = [inspect('A', { RepoTags: ['a:1'] }), inspect('A', { RepoTags: ['a:2'] }), inspect('A')]
  expect(await imagesOf(twice)).toEqual([['a:1,a:2', 'A']])
  expect(
    await imagesOf([inspect('A'), inspect('A', { Id: idOf({ tags: [], layers: [], label: 'other' }) })]),
  ).toHaveLength(2)
})

test('a scanner’s report holds the config, and tells nothing of a store', async () => {
  const trivy = { ArtifactName: 'app:1', Metadata: { RepoTags: ['app:1'], DiffIDs: diffIds('AB'), ImageConfig: config('AB') } } // prettier-ignore
  const { store, images } = await holdingOf(JSON.stringify(trivy))
  expect(store).toBe('unknown')
  expect(images.map(({ tags, layers }) => [tags.join(), layers.length])).toEqual([['app:1', 2]])
})

test('a config beside the compressed layers that it is of', async () => {
  const info = { name: 'quay.io/app:1', digest: 'sha256:ab', layers: [{ digest: 'sha256:cd' }], config: config('AB') }
  expect(await imagesOf(info)).toEqual([['quay.io/app:1', 'AB']])
})
