import { digestOf, type Digest } from '../fixtures/layers'
import { blobMember, describe, indexJson, MANIFEST_TYPE } from '../fixtures/oci-archives'
import { concat, fileOf, memberBytes, tarOf, utf8, type Bytes, type Member } from '../fixtures/tar'

/** Archives that are small and cost much, and ordinary ones to hold them against. */

const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar'

export const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at))

export const hash = (at: number): Digest => `sha256:${at.toString(16).padStart(64, '0')}`

const configOf = (diffIds: readonly string[], more: object = {}) =>
  JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds }, ...more })

const manifestJson = (items: readonly object[]): Member => ({ name: 'manifest.json', body: JSON.stringify(items) })

/** As many images as fill it, of nine layers each, of which six are shared: what a batch of services looks like. */
export function ordinaryArchive(bytes: number, name = 'ordinary.tar'): File {
  const images = Math.max(1, Math.round(bytes / 9_000))
  const layer = (at: number) => utf8(`layer ${at}`.repeat(20))
  const stacks = times(images, (image) => [...times(6, (at) => at), ...times(3, (at) => 6 + 3 * image + at)])
  const members = new Map<string, Member>()
  const items = stacks.map((stack, at) => {
    const config = `${at}.json`
    members.set(config, { name: config, body: configOf(stack.map((one) => digestOf(layer(one)))) })
    for (const one of stack) members.set(`${one}/layer.tar`, { name: `${one}/layer.tar`, body: layer(one) })
    return { Config: config, RepoTags: [`app-${at}:1`], Layers: stack.map((one) => `${one}/layer.tar`) }
  })
  return fileOf(tarOf([...members.values(), manifestJson(items)]), name)
}

/** One config, named by many images. */
export const oneConfig = (images: number, layers: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf(times(layers, hash)) },
      manifestJson(times(images, () => ({ Config: 'c', RepoTags: [], Layers: [] }))),
    ]),
  )

/** The same, its layers named too, each time. */
export const oneConfigWithLayers = (images: number, layers: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf(times(layers, hash)) },
      ...times(layers, (at) => ({ name: `${at}`, body: 'x' })),
      manifestJson(
        times(images, (image) => ({ Config: 'c', RepoTags: [`a:${image}`], Layers: times(layers, String) })),
      ),
    ]),
  )

export const manyImages = (images: number, name?: string): File =>
  fileOf(
    tarOf([
      ...times(images, (at) => ({ name: `${at}.json`, body: configOf([hash(at), hash(images + at)]) })),
      ...times(images, (at) => ({ name: `${at}.tar`, body: 'x' })),
      manifestJson(
        times(images, (at) => ({ Config: `${at}.json`, RepoTags: [`a:${at}`], Layers: [`${at}.tar`, `${at}.tar`] })),
      ),
    ]),
    name,
  )

/** One image whose layers are all of one entry each. */
export const manyLayers = (layers: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf(times(layers, hash)) },
      ...times(layers, (at) => ({ name: `${at}`, body: 'x' })),
      manifestJson([{ Config: 'c', RepoTags: ['a:1'], Layers: times(layers, String) }]),
    ]),
  )

export const badTags = (count: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf([hash(1)]) },
      { name: 'l', body: 'x' },
      manifestJson([{ Config: 'c', RepoTags: times(count, (at) => `NOT A NAME ${at}`), Layers: ['l'] }]),
    ]),
  )

/** An OCI layout of manifests of one config each, or all of one. */
export function manyManifests(manifests: number, layers: number, own: boolean): File {
  const config = (at: number) => utf8(configOf(times(layers, hash), own ? { created: String(at) } : {}))
  const descriptors: object[] = []
  const members: Member[] = []
  for (const at of times(manifests, (at) => at)) {
    const bytes = config(at)
    const manifest = utf8(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST_TYPE,
        config: describe(bytes, CONFIG_TYPE),
        layers: times(layers, (layer) => ({ mediaType: LAYER_TYPE, digest: hash(layer), size: 1 })),
        annotations: { at: String(at) },
      }),
    )
    members.push(blobMember(manifest))
    if (own || at === 0) members.push(blobMember(bytes))
    descriptors.push(describe(manifest, MANIFEST_TYPE))
  }
  return fileOf(tarOf([...members, indexJson(descriptors)]))
}

export const oneLayerImages = (images: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf([hash(0)]) },
      { name: 'l', body: 'x' },
      manifestJson(times(images, (at) => ({ Config: 'c', RepoTags: [`a:${at}`], Layers: ['l'] }))),
    ]),
  )

/** Images of one layer, packed anew for each. */
export function packings(count: number): File {
  const config = utf8(configOf([hash(1)]))
  const blobs = times(count, (at) => blobMember(utf8(`packed ${at}`)))
  const manifests = blobs.map(({ body }) =>
    utf8(
      JSON.stringify({
        config: describe(config, CONFIG_TYPE),
        layers: [describe(body as Bytes, `${LAYER_TYPE}+gzip`)],
      }),
    ),
  )
  const index = indexJson(manifests.map((manifest) => describe(manifest, MANIFEST_TYPE)))
  return fileOf(tarOf([...blobs, blobMember(config), ...manifests.map(blobMember), index]))
}

export const longName = (letters: number, others: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf([hash(1)]) },
      { name: 'l', body: 'x' },
      manifestJson([
        { Config: 'c', RepoTags: ['a'.repeat(letters), ...times(others - 1, (at) => `NO ${at}`)], Layers: ['l'] },
      ]),
    ]),
  )

export const longCommand = (letters: number, images: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf([hash(1)], { history: [{ created_by: `RUN ${'x'.repeat(letters)}` }] }) },
      { name: 'l', body: 'x' },
      manifestJson(times(images, (at) => ({ Config: 'c', RepoTags: [`a:${at}`], Layers: ['l'] }))),
    ]),
  )

export const longConfigName = (letters: number, layers: number): File =>
  fileOf(
    tarOf([
      { name: 'c'.repeat(letters), format: 'gnu', body: configOf(times(layers, hash)) },
      { name: 'c', type: '2', format: 'gnu', link: 'c'.repeat(letters) },
      manifestJson([{ Config: 'c', RepoTags: ['a:1'], Layers: [] }]),
    ]),
  )

/** Emptied, so that there is something to say of it. */
export const longLayerName = (letters: number, images: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf([hash(1), hash(2)]) },
      { name: 'd/'.repeat(letters / 2) + 'l', format: 'gnu', body: '' },
      { name: 'l', type: '2', format: 'gnu', link: 'd/'.repeat(letters / 2) + 'l' },
      manifestJson(times(images, (at) => ({ Config: 'c', RepoTags: [`a:${at}`], Layers: ['l', 'absent'] }))),
    ]),
  )

const tiny = (at = 1): Member[] => [
  { name: 'c', body: configOf([hash(at)]) },
  { name: 'l', body: 'x' },
  manifestJson([{ Config: 'c', RepoTags: ['a:1'], Layers: ['l'] }]),
]

/** Extended headers one behind the other, all for one entry. */
export const paxInARow = (count: number, records: string): Bytes =>
  concat(...times(count, () => memberBytes({ name: 'x', type: 'x', body: records })), tarOf(tiny()))

/** Pieces of a record's own length, `size` over and over. */
export const sizeRecords = (bytes: number) => '10 size=1\n'.repeat(Math.floor(bytes / 10))

/** Links that all lead to one very long name. */
export const longTarget = (links: number, letters: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf(times(links, hash)) },
      { name: 'long', type: '2', format: 'gnu', link: 'x/'.repeat(letters / 2) },
      manifestJson([{ Config: 'c', RepoTags: ['a:1'], Layers: times(links, () => 'long') }]),
    ]),
  )

/** Links one behind the other; the last names a file. */
export const linkChains = (links: number): File =>
  fileOf(
    tarOf([
      ...tiny(),
      ...times(links, (at) => ({
        name: `s${at}`,
        type: '2',
        link: at % 39 === 0 ? 'l' : `s${at - 1}`,
      })),
    ]),
  )

/** … each of them a layer. */
export const linkedLayers = (links: number): File =>
  fileOf(
    tarOf([
      { name: 'c', body: configOf(times(links, hash)) },
      { name: 'l', body: 'x' },
      ...times(links, (at) => ({ name: `s${at}`, type: '2', link: at % 39 === 0 ? 'l' : `s${at - 1}` })),
      manifestJson([{ Config: 'c', RepoTags: ['a:1'], Layers: times(links, (at) => `s${at}`) }]),
    ]),
  )

export const duplicates = (count: number): File =>
  fileOf(tarOf([...times(count, () => ({ name: 'l', body: '' })), ...tiny()]))

/** Paths deeper and deeper, as a layer. */
export const deepLayer = (depth: number, names: number): Bytes =>
  tarOf(times(names, (at) => ({ name: `${at}/${'d/'.repeat(depth)}f`, format: 'gnu' as const, body: '' })))
