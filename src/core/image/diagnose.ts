import { isUnpacked } from '../engine/classic'
import type { TarIndex } from '../tar/index'
import { EMPTY_BLOB } from './digest'
import { isPacked } from './encoding'
import type { Files } from './files'
import { remark, type Finding } from './finding'
import { counted } from './kind'
import { nameOf, platformName, type Image, type ImageArchive, type Payload } from './model'
import type { OciArtifact } from './oci'
import { fullReference, isByDigest, isImageName, isOddHost, isRepoTag, repoTag } from './reference'

/** Everything that a look at the headers and the JSON brings up, in the archive's order; nothing stops at the first. */
export function diagnose(
  { tar, images, artifacts }: Pick<ImageArchive, 'tar' | 'images' | 'artifacts'>,
  files: Files,
): Finding[] {
  return [
    ...imagesToldApart(images).flatMap(([image, name]) => imageFindings(image, name)),
    ...nameFindings(images),
    ...artifactFindings(artifacts),
    ...copyFindings(images),
    ...claimFindings(images),
    ...duplicateFindings(images, files),
    ...entryFindings(tar),
    ...endFindings(tar, images),
  ]
}

function imageFindings(image: Image, name: string): Finding[] {
  return [
    ...absenceFindings(image),
    ...emptiedFindings(image, name),
    ...descriptorFindings(image, name),
    ...encodingFindings(image, name),
    ...tagFindings(image, name),
  ]
}

/** Each image with its name; those of one name are told apart by their platforms. */
function imagesToldApart(images: readonly Image[]): (readonly [Image, string])[] {
  const bearers = new Map<string, number>()
  for (const image of images) bearers.set(nameOf(image), (bearers.get(nameOf(image)) ?? 0) + 1)
  return images.map((image) => {
    const name = nameOf(image)
    return [image, bearers.get(name) === 1 ? name : `${name} (${platformName(image.platform)})`]
  })
}

function absenceFindings(image: Image): Finding[] {
  const { layers, place, listed } = image
  const of = (absence: Payload['absence']) => layers.filter(({ payload }) => payload.absence === absence)
  const platform = platformName(image.platform)
  const named = { image: nameOf(image) }
  const findings = of('member').map(({ payload }): Finding =>
    remark('layer-is-member', { ...named, entry: payload.path }, place),
  )
  const [lost, foreign] = [of('lost'), of('foreign')]
  if (lost[0] && !listed) findings.push(remark('platform-absent', { platform }, place))
  else if (lost[0]) {
    const counts = { found: lost.length, expected: layers.length }
    findings.push(remark('layer-absent', { ...named, ...counts, platform, entry: lost[0].payload.path }, place))
  }
  if (foreign.length > 0) findings.push(remark('foreign-layer', { ...named, found: foreign.length }, place))
  return findings
}

function emptiedFindings({ layers, place }: Image, image: string): Finding[] {
  const emptied = layers.filter(({ payload }) => payload.state === 'emptied')
  const findings: Finding[] = []
  const last = emptied.at(-1)
  if (last) {
    const counts = { found: emptied.length, expected: layers.length }
    findings.push(remark('layer-emptied', { image, ...counts, chain: last.chain, diffId: last.diffId }, place))
  }
  // A layer that has no bytes by its diff ID is a layer.
  if (layers.some(({ diffId, descriptor }) => diffId !== EMPTY_BLOB && descriptor?.digest === EMPTY_BLOB))
    findings.push(remark('empty-blob-layer', { image }, place))
  return findings
}

function descriptorFindings({ layers, place }: Image, image: string): Finding[] {
  const wrong = layers.filter(
    ({ descriptor, payload }) => descriptor && payload.state === 'whole' && descriptor.size !== payload.size,
  )
  return [...new Map(wrong.map((layer) => [layer.payload, layer])).values()].map(({ descriptor, payload }) =>
    remark('size-differs', { image, entry: payload.path, expected: descriptor?.size ?? 0, found: payload.size }, place),
  )
}

/** Which engines read a layer that is stored so is theirs to say (core/engine). Of one that has no bytes here none is read. */
function encodingFindings({ layers, place }: Image, image: string): Finding[] {
  const stored = (encoding: Payload['encoding']) =>
    layers.find(({ payload }) => payload.state === 'whole' && payload.encoding === encoding)
  const findings: Finding[] = []
  if (stored('zstd')) findings.push(remark('zstd-layer', { image }, place))
  if (stored('xz')) findings.push(remark('xz-layer', { image }, place))
  if (stored('bzip2')) findings.push(remark('bzip2-layer', { image }, place))
  const hidden = layers.find(
    ({ descriptor, payload }) =>
      payload.state === 'whole' && isPacked(payload.encoding) && /\.tar$/.test(descriptor?.mediaType ?? ''),
  )?.payload
  if (hidden) {
    const facts = { image, entry: hidden.path, packing: hidden.encoding }
    findings.push(remark('packed-called-plain', facts, place))
  }
  const other = layers
    .map(({ descriptor, diffId }) => (descriptor?.digest ?? diffId).split(':', 1)[0])
    .find((one) => one && one !== 'sha256')
  if (other) findings.push(remark('other-digests', { image, found: other }, place))
  const lz4 = stored('lz4')
  if (lz4) findings.push(remark('lz4-layer', { image, entry: lz4.payload.path }, place))
  if (stored('encrypted')) findings.push(remark('encrypted-layer', { image }, place))
  return findings
}

function tagFindings(image: Image, name: string): Finding[] {
  if (!image.listed) return []
  const { tags, tagAlone, place, item } = image
  if (tags.length === 0 && tagAlone !== undefined) return [remark('tag-alone', { image: name, found: tagAlone }, place)]
  if (tags.length === 0) return [remark('untagged', { image: name }, place)]
  return tags.flatMap((tag): Finding[] => {
    const facts = { image: name, found: tag }
    const taken = repoTag(tag)
    if (isByDigest(tag) && taken !== undefined) return [remark('tag-and-digest', { ...facts, expected: taken }, place)]
    if (isByDigest(tag)) return [remark('named-by-digest', facts, place)]
    if (!isImageName(tag)) return [remark('bad-tag', facts, place)]
    return [
      ...(item && !isRepoTag(tag) ? [remark('lacks-tag', facts, place)] : []),
      ...(isOddHost(tag) ? [remark('odd-host', facts, place)] : []),
    ]
  })
}

/** Seen with Docker, which gives a name to the last that bears it, and with Podman, which finds the first alone by it. */
function nameFindings(images: readonly Image[]): Finding[] {
  const bearers = new Map<string, { readonly image: string; readonly ids: Set<string> }>()
  for (const { listed, tags, platform, id } of images)
    for (const tag of listed ? tags : []) {
      const image = repoTag(tag)
      if (image === undefined) continue
      const key = `${fullReference(image)} ${platformName(platform)}`
      const known = bearers.get(key) ?? { image, ids: new Set() }
      bearers.set(key, known)
      known.ids.add(id)
    }
  const shared = [...bearers.values()].filter(({ ids }) => ids.size > 1)
  return shared.map(({ image, ids }) => remark('name-again', { image, found: ids.size }))
}

/** BuildKit puts an attestation beside every image: nothing to be told of. */
function artifactFindings(artifacts: readonly OciArtifact[]): Finding[] {
  const kinds = artifacts.filter(({ what, subject }) => what !== 'attestation' || subject === undefined)
  const strange = artifacts.filter(({ walked }) => !walked)
  return [
    ...(kinds.length === 0 ? [] : [remark('carried-along', { holds: counted(artifacts.map(({ what }) => what)) })]),
    ...(strange.length === 0 ? [] : [remark('unknown-in-index', { found: strange.length })]),
  ]
}

/** Two plain copies of one layer are of one length, or one of them is damaged. */
function copyFindings(images: readonly Image[]): Finding[] {
  const first = new Map<string, Payload>()
  const told = new Set<Payload>()
  const findings: Finding[] = []
  for (const { payload } of images.flatMap(({ layers }) => layers)) {
    if (payload.state !== 'whole' || payload.encoding !== 'tar') continue
    const known = first.get(payload.diffId) ?? payload
    first.set(payload.diffId, known)
    if (known.size === payload.size || told.has(payload)) continue
    told.add(payload)
    const counts = { expected: known.size, found: payload.size }
    findings.push(remark('copies-differ', { entry: payload.path, other: known.path, ...counts }))
  }
  return findings
}

/** One file unpacks to one layer, whatever names it: who goes by the wrong one loads the wrong bytes. */
function claimFindings(images: readonly Image[]): Finding[] {
  const told = new Map<Payload, Finding>()
  for (const image of images)
    for (const { diffId, payload } of image.layers) {
      if (payload.state !== 'whole' || payload.diffId === diffId || told.has(payload)) continue
      const layers = { expected: payload.diffId, found: diffId }
      told.set(
        payload,
        remark('two-layers-in-one', { image: nameOf(image), entry: payload.path, ...layers }, image.place),
      )
    }
  return [...told.values()]
}

function duplicateFindings(images: readonly Image[], files: Files): Finding[] {
  const named = new Set(images.flatMap(({ layers }) => layers.map(({ payload }) => payload.path)))
  named.add('manifest.json').add('index.json')
  return [...files.duplicates].filter((name) => named.has(name)).map((entry) => remark('duplicate-entry', { entry }))
}

/** What is no file, folder, link or device: labels, and what backups keep. */
function entryFindings({ entries }: TarIndex): Finding[] {
  const odd = entries.find(({ typeflag }) => !isUnpacked(typeflag))
  return odd ? [remark('odd-entry', { entry: odd.name, found: odd.typeflag })] : []
}

function endFindings({ end }: TarIndex, images: readonly Image[]): Finding[] {
  if (end.isFollowed) return [remark('behind-end', { offset: end.end })]
  if (end.endBlocks) return []
  const lacks = images.some(({ layers }) => layers.some(({ payload }) => payload.absence === 'lost'))
  return [lacks ? remark('cut-off', { offset: end.end }) : remark('no-end-blocks', { offset: end.end })]
}
