import type { HeldImage } from '../destination/holding'
import { nearestTo } from '../destination/base'
import type { Destination } from '../destination/destination'
import { nameOf, platformName, type Image, type Payload } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'

/** A layer as the page draws it. Sizes in bytes. */
export interface LayerView {
  readonly diffId: string
  readonly size: number
  /** `shed`: emptied in the output. `shared`: no bytes of its own, an earlier layer of the archive has them. `foreign`: absent by design. */
  readonly fate: 'kept' | 'shed' | 'shared' | 'absent' | 'foreign'
  readonly createdBy: string
}

/** An image as the page draws it, its layers from the bottom up. */
export interface ImageView {
  /** In its archive, from 0. */
  readonly place: number
  readonly name: string
  readonly tags: readonly string[]
  readonly platform: string
  readonly layers: readonly LayerView[]
}

/** The first of an archive's images, and how many it has. */
export interface DrawnImages<T extends ImageView = ImageView> {
  readonly images: readonly T[]
  readonly imageCount: number
}

/** The image at the destination that stands beside one to be sent. */
export interface Neighbour {
  readonly name: string
  /** The file or paste that speaks of it. */
  readonly source: string
  /** Whether an earlier archive of the same batch brings it. */
  readonly earlier: boolean
  /** Sizes are undefined where only an inspect speaks of the image. */
  readonly layers: readonly (Pick<LayerView, 'diffId' | 'createdBy'> & { readonly size: number | undefined })[]
  /** How many layers the two share from the bottom up. */
  readonly shared: number
  /** Places of carried layers that stand on other ground there: equal, but of no use, because engines know whole stacks. */
  readonly unusable: readonly number[]
}

export interface PlannedImage extends ImageView {
  readonly neighbour: Neighbour | undefined
}

export function viewImages(images: readonly Image[], plan?: SlimPlan): ImageView[] {
  const seen = new Set<Payload>()
  return images.map((image) => ({
    place: image.place,
    name: nameOf(image),
    tags: image.tags,
    platform: platformName(image.platform),
    layers: image.layers.map(({ payload, createdBy }) => {
      const repeated = seen.has(payload)
      seen.add(payload)
      return {
        diffId: payload.diffId,
        size: payload.size,
        fate: fateOf(payload, repeated, plan),
        createdBy: createdBy ?? '',
      }
    }),
  }))
}

/** Each diff ID once, though several stored layers may have it. */
export function leftOut(images: readonly Image[], { shed }: SlimPlan): LayerView[] {
  const layers = new Map<string, LayerView>()
  for (const { payload, createdBy } of images.flatMap((image) => image.layers))
    if (shed.has(payload) && !layers.has(payload.diffId))
      layers.set(payload.diffId, {
        diffId: payload.diffId,
        size: payload.size,
        fate: 'shed',
        createdBy: createdBy ?? '',
      })
  return [...layers.values()]
}

/** Layers of neighbours in all: each image brings its own, and one large base may stand beside thousands. */
const MOST_BESIDE = 50_000

export function plannedImages(images: readonly Image[], plan: SlimPlan, destination: Destination): PlannedImage[] {
  const views = viewImages(images, plan)
  const beside = new Map<HeldImage, Neighbour['layers']>()
  let room = MOST_BESIDE
  return images.map((image, at) => {
    const neighbour = room > 0 ? neighbourOf(image, views[at]!, destination, beside) : undefined
    room -= neighbour?.layers.length ?? 0
    return { ...views[at]!, neighbour }
  })
}

function fateOf(payload: Payload, repeated: boolean, plan: SlimPlan | undefined): LayerView['fate'] {
  if (payload.state === 'absent') return payload.absence === 'foreign' ? 'foreign' : 'absent'
  if (plan?.shed.has(payload)) return 'shed'
  return repeated ? 'shared' : 'kept'
}

/** @param beside the layers of those at the destination that others stand beside too: one copy is enough, and crosses as one. */
function neighbourOf(
  image: Image,
  view: ImageView,
  destination: Destination,
  beside: Map<HeldImage, Neighbour['layers']>,
): Neighbour | undefined {
  const nearest = nearestTo(image, destination)
  if (!nearest) return undefined
  const { image: held, source, earlier, layers: shared } = nearest
  const there = new Set<string>(held.layers.map(({ diffId }) => diffId))
  const layers = beside.get(held) ?? layersOf(held)
  beside.set(held, layers)
  const places = view.layers.map((_, at) => at)
  return {
    name: held.name,
    source,
    earlier,
    layers,
    shared,
    unusable: places.filter((at) => {
      const { fate, diffId } = view.layers[at]!
      return at >= shared && fate === 'kept' && there.has(diffId)
    }),
  }
}

const layersOf = ({ layers }: HeldImage): Neighbour['layers'] =>
  layers.map(({ diffId, createdBy, blob }) => ({
    diffId,
    createdBy: createdBy ?? '',
    // A fingerprint knows the layer, not its size.
    size: blob && blob.size > 0 ? blob.size : undefined,
  }))
