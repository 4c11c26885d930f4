import { remark, type Finding, type FindingCode } from '../image/finding'
import { filesOf } from '../image/files'
import { isObject, readJson } from '../image/json'
import { nameOf, platformName, samePlatform, type Image, type ImageArchive } from '../image/model'
import { manifestsOf, type OciChild } from '../image/oci'
import { fullReference, nameInIndex, REF_ANNOTATION } from '../image/reference'
import type { TarIndex } from '../tar/index'

/** What was seen when the archive was opened. */
const TOLD: readonly FindingCode[] = [
  'layer-count-differs',
  'manifest-and-index-differ',
  'contents-absent',
  'item-unreadable',
  'layer-is-member',
  'copies-differ',
  'two-layers-in-one',
]

/** What no digest covers: the lists that name the images. They can only be held against each other. */
export async function contradictions(archive: ImageArchive): Promise<Finding[]> {
  const told = archive.findings.filter(({ code }) => TOLD.includes(code))
  return [...told, ...inIndex(archive), ...(await inRepositories(archive)), ...(await inLayoutFile(archive))]
}

function inIndex({ tar, images, oci, findings }: ImageArchive): Finding[] {
  const files = filesOf(tar)
  if (!oci) return files.find('index.json') ? images.flatMap((image) => unknown(image, findings)) : []
  const manifests = manifestsOf(oci.root, tar.name)
  const isDocker = files.find('manifest.json') !== undefined
  return images.flatMap((image) => {
    const paths = (image.manifest && manifests.get(image.manifest)) ?? []
    // Two of the list may be one of the index.
    const tags = images.filter(({ manifest }) => manifest === image.manifest).flatMap((one) => one.tags)
    return [...(isDocker && image.listed ? named(image, tags, paths) : []), ...described(image, paths)]
  })
}

/** Who goes by the index then finds no such image. Where it names other layers for it, that is said already. */
const unknown = ({ place, listed, manifest, ...image }: Image, findings: readonly Finding[]): Finding[] =>
  listed && !manifest && !findings.some((one) => one.code === 'manifest-and-index-differ' && one.place === place)
    ? [remark('not-in-index', { image: nameOf(image) }, place)]
    : []

/** An index may name an image by all of its names, or by its tag alone. */
function named(image: Image, tags: readonly string[], paths: readonly OciChild[][]): Finding[] {
  const descriptors = paths.flat().map(({ descriptor }) => descriptor)
  const whole = new Set(descriptors.flatMap((one) => nameInIndex(one) ?? []).map(fullReference))
  const bare = descriptors.flatMap(({ annotations }) => annotations?.[REF_ANNOTATION] ?? [])
  const listed = new Set(tags.map(fullReference))
  // Who says nothing contradicts nobody.
  if (listed.size === 0) return []
  const fits = bare.every((name) => /[:/]/.test(name) || tags.some((tag) => tag.endsWith(`:${name}`)))
  if (fits && (whole.size === 0 || sameSet(whole, listed))) return []
  return [namesDiffer(image, 'index.json', listed, whole.size > 0 ? whole : new Set(bare))]
}

function described(image: Image, paths: readonly OciChild[][]): Finding[] {
  const name = nameOf(image)
  const above = paths.flatMap((path) => path.at(-1) ?? [])
  const here = platformName(image.platform)
  const there = above.map(({ platform }) => (platform ? platformName(platform) : '')).find((one) => one !== '')
  const type = image.manifest?.json['mediaType']
  const other = above.find(({ descriptor }) => typeof type === 'string' && ![type, ''].includes(descriptor.mediaType))
  return [
    ...(there !== undefined && here !== '' && !samePlatform(there, here)
      ? [remark('platform-named-otherwise', { image: name, expected: here, found: there }, image.place)]
      : []),
    ...(other && typeof type === 'string'
      ? [remark('media-type-differs', { image: name, expected: type, found: other.descriptor.mediaType }, image.place)]
      : []),
  ]
}

/** Of no use to an engine that finds a manifest.json, and so a second witness to the names. */
async function inRepositories({ tar, images }: ImageArchive): Promise<Finding[]> {
  const json = await memberJson(tar, 'repositories')
  const listed = images.filter((image) => image.listed)
  if (!isObject(json) || !filesOf(tar).find('manifest.json')) return []
  const found = Object.entries(json).flatMap(([name, tags]) =>
    isObject(tags) ? Object.keys(tags).map((tag) => fullReference(`${name}:${tag}`)) : [],
  )
  const expected = new Set(listed.flatMap(({ tags }) => tags).map(fullReference))
  const [first] = listed
  if (!first || found.length === 0 || expected.size === 0 || sameSet(new Set(found), expected)) return []
  return [namesDiffer(first, 'repositories', expected, new Set(found))]
}

const LAYOUT_VERSION = '1.0.0'
const SCHEMA_VERSION = 2

async function inLayoutFile({ tar, oci }: ImageArchive): Promise<Finding[]> {
  if (!oci) return []
  const json = await memberJson(tar, 'oci-layout')
  const version = isObject(json) ? String(json['imageLayoutVersion'] ?? '') : LAYOUT_VERSION
  const schema = oci.root.json['schemaVersion'] ?? SCHEMA_VERSION
  return [
    ...(version === LAYOUT_VERSION
      ? []
      : [remark('layout-version', { entry: 'oci-layout', expected: LAYOUT_VERSION, found: version })]),
    ...(schema === SCHEMA_VERSION
      ? []
      : [remark('layout-version', { entry: 'index.json', expected: String(SCHEMA_VERSION), found: String(schema) })]),
  ]
}

/** Undefined where it is not there, or is no JSON. */
async function memberJson(tar: TarIndex, name: string): Promise<unknown> {
  const entry = filesOf(tar).find(name)
  return entry && (await readJson(tar, entry).catch(() => undefined))?.json
}

const namesDiffer = (image: Image, entry: string, expected: ReadonlySet<string>, found: ReadonlySet<string>) =>
  remark(
    'names-differ',
    { image: nameOf(image), entry, expected: [...expected].join(', '), found: [...found].join(', ') },
    image.place,
  )

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && [...a].every((one) => b.has(one))
