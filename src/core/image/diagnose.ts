import type { TarIndex } from '../tar/index'
import { EMPTY_BLOB } from './digest'
import type { Files } from './files'
import { remark, type Finding } from './finding'
import { nameOf, platformName, type Image, type ImageArchive } from './model'
import type { OciIndex, OciLayout } from './oci'
import { isImageName } from './reference'

/** Everything that a look at the headers and the JSON brings up, in the archive's order; nothing stops at the first. */
export function diagnose(
  { tar, images }: Pick<ImageArchive, 'tar' | 'images'>,
  files: Files,
  oci: OciLayout | undefined,
): Finding[] {
  return [
    ...imagesToldApart(images).flatMap(([image, name]) => imageFindings(image, name)),
    ...(oci ? absentPlatforms(oci.root) : []),
    ...duplicateFindings(images, files),
    ...endFindings(tar),
  ]
}

function imageFindings(image: Image, name: string): Finding[] {
  const { place } = image
  const absent = image.layers.filter(({ payload }) => payload.state === 'absent')
  const emptied = image.layers.filter(({ payload }) => payload.state === 'emptied')
  const findings: Finding[] = []
  if (absent.length > 0 && !image.listed)
    findings.push(remark('platform-absent', { platform: platformName(image.platform) }, place))
  else if (absent.length > 0)
    findings.push(
      remark(
        'layer-absent',
        {
          image: nameOf(image),
          found: absent.length,
          expected: image.layers.length,
          platform: platformName(image.platform),
          entry: absent[0]!.payload.path,
        },
        place,
      ),
    )
  if (emptied.length > 0)
    findings.push(
      remark(
        'layer-emptied',
        {
          image: name,
          found: emptied.length,
          expected: image.layers.length,
          chain: emptied.at(-1)!.chain,
          diffId: emptied.at(-1)!.diffId,
        },
        place,
      ),
    )
  findings.push(...descriptorFindings(image, name))
  if (image.layers.some(({ diffId, descriptor }) => diffId === EMPTY_BLOB || descriptor?.digest === EMPTY_BLOB))
    findings.push(remark('empty-blob-layer', { image: name }, place))
  if (image.layers.some(({ payload }) => payload.encoding === 'zstd'))
    findings.push(remark('zstd-layer', { image: name }, place))
  return [...findings, ...tagFindings(image, name)]
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

function descriptorFindings({ layers, place }: Image, image: string): Finding[] {
  const wrong = layers.filter(
    ({ descriptor, payload }) => descriptor && payload.state === 'whole' && descriptor.size !== payload.size,
  )
  return [...new Map(wrong.map((layer) => [layer.payload, layer])).values()].map(({ descriptor, payload }) =>
    remark('size-differs', { image, entry: payload.path, expected: descriptor?.size ?? 0, found: payload.size }, place),
  )
}

function tagFindings(image: Image, name: string): Finding[] {
  if (!image.listed) return []
  if (image.tags.length === 0) return [remark('untagged', { image: name }, image.place)]
  return image.tags
    .filter((tag) => !isImageName(tag))
    .map((tag) => remark('bad-tag', { image: name, found: tag }, image.place))
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
