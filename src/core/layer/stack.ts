import type { Encoding, ImageArchive, Payload } from '../image/model'
import { storedBytes } from '../image/payload'
import { keptBytes, type TarIndex } from '../tar/index'

/** A layer as an archive holds it: bytes by reference, and how they are packed. */
export interface StoredLayer {
  /** The archive's name. */
  readonly file: string
  readonly entry: string
  readonly blob: Blob
  readonly encoding: Encoding
}

/** A layer, and the archive that holds it: two may have one name. */
export interface OwnedLayer {
  readonly tar: TarIndex
  readonly stored: StoredLayer
}

/** For errors that know of one name alone. */
export const nameOf = ({ file, entry }: StoredLayer) => `${file}: ${entry}`

/** Why nothing of a layer is there to look at. `foreign`: by design; `not-kept`: its archive is packed, and its layers went by. */
export type LayerAbsence = 'emptied' | 'absent' | 'foreign' | 'not-kept'

/** An image's layers from the bottom up to one of them, the last. */
export type LayerStack = readonly (StoredLayer | LayerAbsence)[]

/**
 * Where the layers' bytes are: in their own archive, or, where that lacks them, in another opened one that holds the same layers
 * (a slimmed archive's base, say).
 */
export function layerStack(
  own: ImageArchive,
  image: number,
  layer: number,
  others: readonly ImageArchive[],
): LayerStack {
  const layers = own.images[image]?.layers.slice(0, layer + 1) ?? []
  const elsewhere = new Map<string, { readonly archive: ImageArchive; readonly payload: Payload }>()
  for (const archive of others) {
    if (!archive.tar.bytes) continue
    for (const { payload } of archive.images.flatMap(({ layers }) => layers))
      if (payload.state === 'whole') elsewhere.set(payload.diffId, { archive, payload })
  }
  return layers.map(({ payload }) => {
    const other = elsewhere.get(payload.diffId)
    const stored = storedIn(own, payload) ?? (other && storedIn(other.archive, other.payload))
    if (stored) return stored
    if (payload.state === 'whole') return 'not-kept'
    return payload.absence === 'foreign' ? 'foreign' : payload.state
  })
}

function storedIn({ tar }: ImageArchive, { path, bytes, encoding }: Payload): StoredLayer | undefined {
  return bytes && { file: tar.name, entry: path, blob: bytes, encoding }
}

/** @throws ArchiveError where it is not kept. */
export const ownedLayer = (archive: ImageArchive, payload: Payload): OwnedLayer => ({
  tar: archive.tar,
  stored: storedLayer(archive, payload),
})

/** For those who can't do without its bytes. They are sliced when they are asked for: a browser takes its time for each. */
export function storedLayer({ tar }: ImageArchive, payload: Payload): StoredLayer {
  keptBytes(tar)
  let blob: Blob | undefined
  return {
    file: tar.name,
    entry: payload.path,
    get blob() {
      return (blob ??= storedBytes(tar, payload))
    },
    encoding: payload.encoding,
  }
}
