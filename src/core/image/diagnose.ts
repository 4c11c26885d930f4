import type { TarIndex } from '../tar/index'
import { EMPTY_BLOB } from './digest'
import type { Files } from './files'
import { broken, remark, type Finding } from './finding'
import { nameOf, platformName, type Image, type ImageArchive, type Layer } from './model'
import type { OciIndex, OciLayout } from './oci'
import { isImageName } from './reference'

/** Everything that a look at the headers and the JSON brings up, in the archive's order; nothing stops at the first. */
export function diagnose(
  { tar, images }: Pick<ImageArchive, 'tar' | 'images'>,
  files: Files,
  oci: OciLayout | undefined,
): Finding[] {
  return [
    ...images.flatMap((image) => imageFindings(image)),
    ...(oci ? absentPlatforms(oci.root) : []),
    ...duplicateFindings(images, files),
    ...endFindings(tar),
  ]
}

function imageFindings(image: Image): Finding[] {
  const name = nameOf(image)
  const absent = image.layers.filter(({ payload }) => payload.state === 'absent')
  const emptied = image.layers.filter(({ payload }) => payload.state === 'emptied')
  const findings: Finding[] = []
  if (absent.length > 0 && !image.listed)
    findings.push(remark('platform-absent', { platform: platformName(image.platform) }))
  else if (absent.length > 0)
    findings.push(
      broken('layer-absent', {
        image: name,
        found: absent.length,
        expected: image.layers.length,
        platform: platformName(image.platform),
        entry: absent[0]!.payload.path,
      }),
    )
  if (emptied.length > 0)
    findings.push(
      broken('layer-emptied', {
        image: name,
        found: emptied.length,
        expected: image.layers.length,
        chain: emptied.at(-1)!.chain,
        diffId: emptied.at(-1)!.diffId,
      }),
    )
  findings.push(...descriptorFindings(image.layers, name))
  if (image.layers.some(({ diffId, descriptor }) => diffId === EMPTY_BLOB || descriptor?.digest === EMPTY_BLOB))
    findings.push(broken('empty-blob-layer', { image: name }))
  if (image.layers.some(({ payload }) => payload.encoding === 'zstd'))
    findings.push(remark('zstd-layer', { image: name }))
  return [...findings, ...tagFindings(image, name)]
}

function descriptorFindings(layers: readonly Layer[], image: string): Finding[] {
  const wrong = layers.filter(
    ({ descriptor, payload }) => descriptor && payload.state === 'whole' && descriptor.size !== payload.size,
  )
  return [...new Map(wrong.map((layer) => [layer.payload, layer])).values()].map(({ descriptor, payload }) =>
    broken('size-differs', { image, entry: payload.path, expected: descriptor?.size ?? 0, found: payload.size }),
  )
}

function tagFindings(image: Image, name: string): Finding[] {
  if (!image.listed) return []
  if (image.tags.length === 0) return [remark('untagged', { image: name })]
  return image.tags.filter((tag) => !isImageName(tag)).map((tag) => remark('bad-tag', { image: name, found: tag }))
}

/** Platforms that an index lists and the archive lacks: usual for `docker save` from a containerd store. */
function absentPlatforms(index: OciIndex): Finding[] {
  return index.children.flatMap(({ node, platform, attestation, descriptor }) => {
    if (node.kind === 'index') return absentPlatforms(node)
    if (node.kind !== 'absent' || attestation) return []
    // An index need not name the platform; then there is nothing to advise by.
    const name = platform && platformName(platform)
    return name
      ? [remark('platform-absent', { platform: name })]
      : [remark('manifest-absent', { entry: descriptor.digest })]
  })
}

function duplicateFindings(images: readonly Image[], files: Files): Finding[] {
  const named = new Set(images.flatMap(({ layers }) => layers.map(({ payload }) => payload.path)))
  named.add('manifest.json').add('index.json')
  return [...files.duplicates].filter((name) => named.has(name)).map((entry) => remark('duplicate-entry', { entry }))
}

const endFindings = ({ end }: TarIndex): Finding[] =>
  end.endBlocks ? [] : [remark('no-end-blocks', { offset: end.end })]
