import { layoutOf } from '../image/layout'
import type { Layout } from '../engine/engine'
import type { Digest } from '../image/digest'
import { isPacked } from '../image/encoding'
import type { Image, ImageArchive, Layer } from '../image/model'
import { leavesOf, type OciManifest } from '../image/oci'
import { repoTag } from '../image/reference'

/** What an archive has, as plain data: what whoever loads it has to look for. */
export interface ArchiveContents {
  /** Bytes. */
  readonly size: number
  readonly layout: Layout
  readonly images: readonly ImageContents[]
}

export interface ImageContents {
  /** Those that engines take, with their tags. */
  readonly names: readonly string[]
  readonly id: Digest
  /** What its name leads to in a containerd store: its manifest, or an index above it. Undefined where there is no OCI layout. */
  readonly target: string | undefined
  /** Whether `docker load` and Podman load it; of several platforms of one name they load one. */
  readonly listed: boolean
  readonly layers: readonly LayerContents[]
}

export interface LayerContents {
  readonly diffId: Digest
  readonly chain: Digest
  /** Of the stored bytes, as the manifest has it. */
  readonly digest: Digest | undefined
  /** Whether its bytes are in the archive, or come from elsewhere by design. */
  readonly here: boolean
  readonly packed: boolean
  /** Bytes in the archive. */
  readonly size: number
}

export function contentsOf(archive: ImageArchive): ArchiveContents {
  const targets = targetsOf(archive)
  return {
    size: archive.tar.size,
    layout: layoutOf(archive),
    images: archive.images.filter(isBrought).map((image) => ({
      names: [...new Set(image.tags.flatMap((tag) => repoTag(tag) ?? []))],
      id: image.id,
      target: image.manifest && targets.get(image.manifest),
      listed: image.listed,
      layers: image.layers.map(contentsOfLayer),
    })),
  }
}

/** What an archive will have once it is made whole: its images and layers, under whatever manifests and packed however. */
export const contentsOnceWhole = (contents: ArchiveContents): ArchiveContents => ({
  ...contents,
  images: contents.images.map((image) => ({
    ...image,
    target: undefined,
    layers: image.layers.map((layer) => ({ ...layer, digest: undefined })),
  })),
})

/** Platforms that an index names and of which nothing was saved are not meant to be loaded. */
const isBrought = ({ listed, layers }: Image) => listed || layers.every(({ payload }) => payload.state !== 'absent')

const contentsOfLayer = ({ diffId, chain, payload, descriptor }: Layer): LayerContents => ({
  diffId,
  chain,
  digest: descriptor?.digest ?? payload.digest,
  here: payload.state === 'whole' || payload.absence === 'foreign',
  packed: isPacked(payload.encoding),
  size: payload.size,
})

/** What index.json itself names on the way to each manifest; the last that bears a name is the one that containerd gives it to. */
function targetsOf({ oci, tar }: ImageArchive): Map<OciManifest, string> {
  const targets = new Map<OciManifest, string>()
  if (!oci) return targets
  for (const [node, [top]] of leavesOf(oci.root, tar.name))
    if (node.kind === 'manifest' && top) targets.set(node, top.descriptor.digest)
  return targets
}
