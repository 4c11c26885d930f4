import type { Digest } from '../image/digest'
import type { HoldingRecord, SiteRecord } from './site'

/** A site as it is told now, beside what was remembered of it. Images by their names. */
export interface Renewal {
  readonly record: SiteRecord
  readonly came: readonly string[]
  readonly went: readonly string[]
  readonly stayed: number
}

type ImageOf = HoldingRecord['images'][number]

/** Stacks of layers, each level by its diff IDs: whatever stands below another image's layers is there, too. */
interface Level {
  readonly above: Map<Digest, Level>
  /** Whether an image ends here. */
  isImage: boolean
}

/**
 * What is told now takes the place of what was known; what was delivered stays remembered as far as it is still there.
 * @param now the same site, made of what is there now alone.
 */
export function renewed(before: SiteRecord, now: SiteRecord): Renewal {
  const old = stacksOf(imagesOf(before))
  const present = stacksOf(imagesOf(now))
  const isThere = (image: ImageOf) => levelOf(image, present) !== undefined
  const came = imagesOf(now).filter((image) => !levelOf(image, old)?.isImage)
  const went = imagesOf(before).filter((image) => !isThere(image))
  const deliveries = before.deliveries.filter(({ holding }) => holding.images.every(isThere))
  return {
    record: { ...now, name: before.name, deliveries },
    came: namesOf(came),
    went: namesOf(went),
    stayed: namesOf(imagesOf(before).filter(isThere)).length,
  }
}

const imagesOf = ({ holdings, deliveries }: SiteRecord): ImageOf[] =>
  [...holdings, ...deliveries.map(({ holding }) => holding)].flatMap(({ images }) => images)

const namesOf = (images: readonly ImageOf[]) => [...new Set(images.map(({ name }) => name))]

function stacksOf(images: readonly ImageOf[]): Level {
  const ground: Level = { above: new Map(), isImage: false }
  for (const { layers } of images) {
    let level = ground
    for (const { diffId } of layers) {
      const next = level.above.get(diffId) ?? { above: new Map(), isImage: false }
      level.above.set(diffId, next)
      level = next
    }
    level.isImage = true
  }
  return ground
}

function levelOf({ layers }: ImageOf, ground: Level): Level | undefined {
  let level: Level | undefined = ground
  for (const { diffId } of layers) level = level?.above.get(diffId)
  return level
}
