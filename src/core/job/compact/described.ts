import { formatNote, type Codec, type CompactNote, type LayerNote, type Placed, type Was } from '../../delta/note'
import type { Recipe } from '../../delta/recipe'
import type { Digest } from '../../image/digest'
import { isNoted, type Item } from './plan'

/** An item, and what is done with it. */
export interface PlacedItem extends Placed {
  readonly item: Item
  readonly bytes: Blob
  /** Of a changed layer. */
  readonly recipe: Recipe | undefined
}

interface Described extends Pick<CompactNote, 'made' | 'frame' | 'archive'> {
  readonly codec: Codec
  readonly placed: readonly PlacedItem[]
  /** All old layers, of which recipes name some. */
  readonly sources: readonly { readonly diffId: Digest; readonly size: number }[]
}

export function noteText({ codec, placed, sources, ...head }: Described): string {
  const of = (kind: Item['kind']) => placed.filter(({ item }) => item.kind === kind)
  return formatNote({
    ...head,
    held: of('held').map(layerOf),
    blobs: of('blob').map(({ item, bytes, edits, fills }) => ({ digest: item.digest, size: bytes.size, edits, fills })),
    layers: of('changed').flatMap((one): LayerNote[] => {
      if (!one.recipe) return []
      const { literals, segments, sources: used } = one.recipe
      return [{ ...layerOf(one), codec, literals, segments, sources: used.map((at) => sources[at]!) }]
    }),
  })
}

const layerOf = ({ item, bytes, edits, fills }: PlacedItem) => ({
  diffId: item.digest,
  size: bytes.size,
  was: wasOf(item),
  edits,
  fills,
})

/** Of a layer that was packed, and is described as plain. */
function wasOf({ payloads }: Item): Was | undefined {
  const payload = payloads.find(({ encoding }) => encoding !== 'tar')
  if (payload?.digest === undefined || !isNoted(payload.digest)) return undefined
  const mediaType = `application/vnd.oci.image.layer.v1.tar+${payload.encoding}`
  return { digest: payload.digest, mediaType, size: payload.size }
}
