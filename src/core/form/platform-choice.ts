import type { Image, ImageArchive } from '../image/model'
import type { OciIndex } from '../image/oci'

/** The platforms of one image of index.json, and the one of them that a list without platforms names. */
export interface PlatformChoice {
  readonly chosen: Image
  readonly all: readonly Image[]
}

/**
 * manifest.json knows no platforms: of several under one name engines write the host's. That is not known here, so it is the one
 * that shares most with the destination.
 * @param shared how many layers an image shares with it.
 */
export function platformChoices(
  { images, oci }: ImageArchive,
  shared: (image: Image) => number,
): readonly PlatformChoice[] {
  if (!oci || images.some(({ item }) => item)) return []
  return oci.root.children.flatMap(({ node }) => {
    if (node.kind !== 'index') return []
    const below = manifestsBelow(node)
    const all = images.filter(({ listed, manifest }) => listed && manifest && below.has(manifest))
    const [first, ...others] = all
    if (!first || others.length === 0) return []
    return [{ chosen: others.reduce((best, one) => (shared(one) > shared(best) ? one : best), first), all }]
  })
}

function manifestsBelow(index: OciIndex): Set<unknown> {
  return new Set(index.children.flatMap(({ node }) => (node.kind === 'index' ? [...manifestsBelow(node)] : [node])))
}
