import { engineIds, engines, type EngineId } from '../../engine'
import type { Layout } from '../../engine/engine'
import { fullReference } from '../../image/reference'
import type { BaseCheck } from '../../view/report'
import type { ArchiveContents, ImageContents, LayerContents } from '../contents'

/** An archive of a kit, under the name that it has there. */
export interface Packed {
  readonly file: string
  readonly contents: ArchiveContents
  /** Where it is compact: the images that it is made whole of; `contents` are what it has then. */
  readonly old?: readonly OldImage[] | undefined
  /** Whether that is made of what comes of the archives before it, too. */
  readonly uponEarlier?: boolean
}

/** An image of an archive that a compact one was made of. */
export interface OldImage {
  readonly name: string
  readonly diffIds: readonly string[]
}

/** What the scripts of a kit go by, archive by archive in the order of loading. Every text of it fits the grammar of its kind. */
export interface KitArchive {
  readonly file: string
  readonly kib: number
  /** About: what is packed is taken to grow threefold. */
  readonly unpackedKib: number
  readonly unfit: readonly Unfit[]
  /** What it is made whole of; undefined where engines take it as it is. */
  readonly old: KitOld | undefined
  readonly bases: readonly KitBase[]
  /** Digests of the same, for stores that go by them. */
  readonly blobs: readonly string[]
  readonly images: readonly KitImage[]
}

/** What a compact archive is made whole of. */
export interface KitOld {
  /** With the names that they had where the archive was made. */
  readonly images: readonly KitBase[]
  /** Whether what comes of the archives before it is wanted, too. */
  readonly earlier: boolean
}

/** A store that the archive is not for, and what would come of it. */
export interface Unfit {
  readonly store: EngineId
  readonly how: 'damaged' | 'unread'
}

/** A stack of layers that has to be there, and the image that is known to bring it, where its name can be said. */
export interface KitBase {
  readonly name: string | undefined
  readonly diffIds: readonly string[]
}

export interface KitImage {
  readonly label: string
  readonly names: readonly string[]
  readonly fullNames: readonly string[]
  readonly stacks: readonly KitStack[]
}

export interface KitStack {
  readonly id: string
  readonly target: string | undefined
  readonly diffIds: readonly string[]
  readonly blobs: readonly string[]
}

/**
 * What each archive needs is what neither it nor an earlier one brings.
 * @param known what the page calls the bases.
 */
export function kitOf(packed: readonly Packed[], known: readonly BaseCheck[]): KitArchive[] {
  const chains = new Set<string>()
  const digests = new Set<string>()
  return packed.map(({ file, contents, old, uponEarlier = false }) => {
    const { images, size, layout } = contents
    for (const { digest, here } of images.flatMap(({ layers }) => layers)) if (here && digest) digests.add(digest)
    const archive = {
      file,
      kib: kib(size),
      unpackedKib: kib(unpacked(images)),
      unfit: unfit(layout, images),
      old: old && oldOf(old, uponEarlier),
      bases: needed(images, chains).map((diffIds) => ({ name: nameOf(diffIds, known), diffIds })),
      blobs: [...new Set(images.flatMap(({ layers }) => layers.filter(isLeftOut)).flatMap(digestOf))].filter(
        (digest) => !digests.has(digest),
      ),
      images: grouped(images).map(kitImage),
    }
    return archive
  })
}

const oldOf = (images: readonly OldImage[], earlier: boolean): KitOld => ({
  images: images.flatMap(({ name, diffIds }) =>
    diffIds.length > 0 ? [{ name: SAYABLE.test(name) ? name : undefined, diffIds }] : [],
  ),
  earlier,
})

const isLeftOut = ({ here }: LayerContents) => !here
const digestOf = ({ digest }: LayerContents) => (digest === undefined ? [] : [digest])

/** The stacks that engines which go by chains must have before; what was loaded by then is known. */
function needed(images: readonly ImageContents[], chains: Set<string>): string[][] {
  const needs = new Map<string, string[]>()
  for (const { layers } of images.filter(({ listed }) => listed)) {
    const last = layers.findLastIndex(({ here, chain }) => !here && !chains.has(chain))
    if (last >= 0) needs.set(layers[last]!.chain, diffIds(layers.slice(0, last + 1)))
    for (const { chain } of layers) chains.add(chain)
  }
  return [...needs.values()]
}

const diffIds = (layers: readonly LayerContents[]) => layers.map(({ diffId }) => diffId)

/** The image that the page saw standing on those layers. */
function nameOf(stack: readonly string[], known: readonly BaseCheck[]): string | undefined {
  const stands = ({ diffIds }: BaseCheck) => stack.every((diffId, at) => diffIds[at] === diffId)
  const reference = known.find((base) => base.reference !== undefined && stands(base))?.reference
  return reference && SAYABLE.test(reference) ? reference : undefined
}

const SAYABLE = /^[a-zA-Z0-9][a-zA-Z0-9._/:-]*$/

function unfit(layout: Layout, images: readonly ImageContents[]): Unfit[] {
  const lacks = images.some(({ layers }) => layers.some(isLeftOut))
  return engineIds.flatMap((store): Unfit[] => {
    const how = engines[store].slim[layout]
    return how === 'unread' || (how === 'damaged' && lacks) ? [{ store, how }] : []
  })
}

/** Images of one name are platforms of it: an engine shows one of them under the name. */
function grouped(images: readonly ImageContents[]): ImageContents[][] {
  const groups = new Map<string, ImageContents[]>()
  for (const image of images) {
    const key = image.names[0] ?? image.id
    groups.set(key, [...(groups.get(key) ?? []), image])
  }
  return [...groups.values()]
}

function kitImage(group: readonly ImageContents[]): KitImage {
  const names = [...new Set(group.flatMap(({ names }) => names))]
  return {
    label: names[0] ?? group[0]!.id.slice(0, 'sha256:'.length + 12),
    names,
    fullNames: names.map(fullReference),
    stacks: group.map(({ id, target, layers }) => ({
      id,
      target,
      diffIds: diffIds(layers),
      blobs: [...new Set(layers.flatMap(digestOf))],
    })),
  }
}

/** Of packed layers nobody knows; most grow two- to threefold. */
const GROWTH = 3

const unpacked = (images: readonly ImageContents[]) =>
  [...new Map(images.flatMap(({ layers }) => layers).map((layer) => [layer.digest ?? layer.diffId, layer])).values()]
    .filter(({ here }) => here)
    .reduce((sum, { size, packed }) => sum + (packed ? GROWTH * size : size), 0)

const kib = (bytes: number) => Math.ceil(bytes / 1024)
