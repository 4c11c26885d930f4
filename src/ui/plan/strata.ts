import type { ImageView, LayerView, Neighbour } from '../../core/view/picture'

/** Heights of a picture's layers, in pixels. */
export interface Scale {
  height(size: number): number
  /** Whether a layer of that height has room for a line of text. */
  labelled(height: number): boolean
}

/** The more layers, the flatter; the smallest stays in sight. */
const STEPS = [
  { upTo: 12, least: 26, span: 74 },
  { upTo: 32, least: 22, span: 46 },
  { upTo: 64, least: 10, span: 36 },
  { upTo: Infinity, least: 5, span: 28 },
] as const

const LINE_PX = 20

/** Square roots keep a small layer in sight beside one a thousand times as large. */
export function scaleFor(sizes: readonly number[], layers: number): Scale {
  const { least, span } = STEPS.find(({ upTo }) => layers <= upTo)!
  const heaviest = Math.sqrt(sizes.reduce((most, size) => Math.max(most, size), 1))
  return {
    height: (size) => Math.round(least + (span * Math.sqrt(size)) / heaviest),
    labelled: (height) => height >= LINE_PX,
  }
}

/** `held`: at the destination, and used by what is sent; `other`: at the destination alone. */
export type StratumFate = LayerView['fate'] | 'held' | 'other'

/** A layer, ready to be drawn. */
export interface Stratum {
  readonly diffId: string
  readonly createdBy: string
  /** Bytes; undefined where nobody told. */
  readonly size: number | undefined
  readonly fate: StratumFate
  readonly height: number
  readonly labelled: boolean
  /** Whether its bytes are there, but on top of another layer. */
  readonly elsewhere?: boolean
}

/** Both sides of a picture, drawn to one scale, so that shared layers stand at the same height. From the bottom up. */
export interface Strata {
  readonly here: readonly Stratum[]
  readonly there: readonly Stratum[]
  /** How many layers are joined across: those that stay at home because the other side has them. */
  readonly joined: number
}

/**
 * @param held whether the image itself is at the destination.
 * @param most so many layers of each side, from the ground up.
 */
export function strataOf(image: ImageView, neighbour: Neighbour | undefined, held: boolean, most = Infinity): Strata {
  const layers = image.layers.slice(0, most)
  const shared = neighbour?.shared ?? 0
  const unusable = new Set(neighbour?.unusable)
  const beside = neighbour?.layers.slice(0, most) ?? []
  /** Of a layer that both have, one side may not know the size. */
  const sizeAt = (at: number) => Math.max(layers[at]?.size ?? 0, beside[at]?.size ?? 0)
  const hereSizes = layers.map(({ size }, at) => (at < shared ? sizeAt(at) : size))
  const thereSizes = beside.map(({ size }, at) => (at < shared ? sizeAt(at) : (size ?? 0)))
  const scale = scaleFor([...hereSizes, ...thereSizes], Math.max(layers.length, beside.length))
  const drawn = (size: number) => {
    const height = scale.height(size)
    return { height, labelled: scale.labelled(height) }
  }
  const kept = layers.findIndex(({ fate }) => fate === 'kept')
  return {
    // A layer that is known by an inventory has no line: the archive that shares it tells its own, and the other way about.
    here: layers.map((layer, at) => ({
      ...layer,
      createdBy: layer.createdBy || lineOf(beside[at], at < shared),
      elsewhere: unusable.has(at),
      size: hereSizes[at]!,
      fate: held ? 'other' : layer.fate,
      ...drawn(hereSizes[at]!),
    })),
    there: beside.map((layer, at) => ({
      ...layer,
      createdBy: layer.createdBy || lineOf(layers[at], at < shared),
      size: thereSizes[at] || layer.size,
      fate: at < shared ? 'held' : 'other',
      ...drawn(thereSizes[at]!),
    })),
    joined: kept < 0 ? shared : Math.min(shared, kept),
  }
}

const lineOf = (layer: { readonly createdBy: string } | undefined, shared: boolean) =>
  shared ? (layer?.createdBy ?? '') : ''
