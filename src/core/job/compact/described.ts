import { formatNote, type Codec, type CompactNote, type LayerNote, type Placed, type Was } from '../../delta/note'
import type { Recipe } from '../../delta/recipe'
import { isNoted, type Item } from './plan'

/** An item, and what is done with it. */
export interface PlacedItem extends Placed {
  readonly item: Item
  readonly size: number
  /** Of a changed layer. */
  readonly recipe: Recipe | undefined
}

/** All old layers, of which recipes name some. */
export type Sources = LayerNote['sources']

interface Described extends Pick<CompactNote, 'made' | 'frame' | 'archive'> {
  readonly codec: Codec
  readonly placed: readonly PlacedItem[]
  readonly sources: Sources
}

export const noteText = (described: Described): string => formatNote(noteOf(described))

/** Bytes that a note takes for one item. */
export function saidOf(placed: PlacedItem, codec: Codec, sources: Sources): number {
  const note = (placed: readonly PlacedItem[]) =>
    noteText({ made: '', frame: 'own', archive: undefined, codec, placed, sources })
  return note([placed]).length - note([]).length
}

function noteOf({ codec, placed, sources, ...head }: Described): CompactNote {
  const of = (kind: Item['kind']) => placed.filter(({ item }) => item.kind === kind)
  return {
    ...head,
    held: of('held').map(layerOf),
    blobs: of('blob').map(({ item, size, edits, fills }) => ({ digest: item.digest, size, edits, fills })),
    layers: of('changed').flatMap((one): LayerNote[] => {
      if (!one.recipe) return []
      const { literals, segments, sources: used } = one.recipe
      return [{ ...layerOf(one), codec, literals, segments, sources: used.map((at) => sources[at]!) }]
    }),
  }
}

const layerOf = ({ item, size, edits, fills }: PlacedItem) => ({
  diffId: item.digest,
  size,
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
