import { baseOf, nearestTo } from '../destination/base'
import type { Destination } from '../destination/destination'
import { engineIds } from '../engine'
import type { Finding, FindingFacts } from '../image/finding'
import { nameOf, platformName, samePlatform, type Image, type ImageArchive } from '../image/model'
import type { Lack, SlimPlan } from './slim-plan'

/** Whether there is something to save, and if not, why. */
export type Verdict =
  | { readonly kind: 'ready' }
  /** Nothing was said yet about the destination. */
  | { readonly kind: 'no-destination' }
  /** The original is what to carry. */
  | ({ readonly kind: 'nothing-in-common' } & Why)
  /** The archive lacks what the plan needs, or contradicts itself. */
  | { readonly kind: 'stopped'; readonly findings: readonly Finding[]; readonly findingCount: number }

type BothImages = { readonly image: string; readonly base: string }

/** Why an archive has nothing to leave out, and the facts that its words are filled with; they can name no others. */
export interface ReasonFacts {
  'platforms-differ': FindingFacts['platforms-differ']
  /** Either side's first line of the Dockerfile, or its diff ID. */
  'first-layer-differs': BothImages & { readonly found: string; readonly expected: string }
  'no-layers-there': Readonly<Record<never, never>>
  'digests-unknown': { readonly found: number }
  'none-to-spare': BothImages & { readonly found: number }
  'hosts-differ': BothImages
  'image-without-layers': { readonly image: string }
  /** `found`: how many layers have the same bytes there. */
  'layers-elsewhere': BothImages & { readonly found: number }
}

export type Why = {
  [Reason in keyof ReasonFacts]: { readonly reason: Reason; readonly facts: ReasonFacts[Reason] }
}[keyof ReasonFacts]

export function judge(archive: ImageArchive, plan: SlimPlan, destination: Destination): Verdict {
  const stops = stoppingFindings(archive, plan)
  if (stops.length > 0) return { kind: 'stopped', findings: stops, findingCount: stops.length }
  // One platform of several is less to carry, whatever the other side has.
  if (plan.shed.size > 0 || plan.remade || archive.alone !== undefined) return { kind: 'ready' }
  if (destination.holdings.length === 0) return { kind: 'no-destination' }
  return { kind: 'nothing-in-common', ...reasonFor(archive, plan, destination) }
}

/** What hurts every engine stops the save, unless it is about bytes that the plan does not need: then it is a remark. */
export function stoppingFindings({ findings }: ImageArchive, plan: SlimPlan): Finding[] {
  const lacks = (state: Lack['payload']['state']) =>
    new Set<number | undefined>(
      plan.lacking.filter(({ payload }) => payload.state === state).map(({ image }) => image.place),
    )
  const absent = lacks('absent')
  const emptied = lacks('emptied')
  const needed = new Set([...plan.needed].map(({ path }) => path))
  return findings.filter(({ code, facts, hurts, place }) => {
    if (!engineIds.every((id) => hurts.includes(id))) return false
    if (code === 'layer-absent') return absent.has(place)
    if (code === 'layer-emptied') return emptied.has(place)
    if (code === 'copies-differ') return needed.has(facts.entry) || needed.has(facts.other)
    const isOfBytes = code === 'size-differs' || code === 'lz4-layer' || code === 'two-layers-in-one'
    return !isOfBytes || needed.has(facts.entry)
  })
}

function reasonFor({ images }: ImageArchive, plan: SlimPlan, destination: Destination): Why {
  const image = images[0]
  if (image && images.every(({ layers }) => layers.length === 0))
    return { reason: 'image-without-layers', facts: { image: nameOf(image) } }
  const there = image && nearestTo(image, destination)?.image
  if (!image || !there) return { reason: 'no-layers-there', facts: {} }
  if (plan.keptForDigest.size > 0) return { reason: 'digests-unknown', facts: { found: plan.keptForDigest.size } }
  for (const one of images) {
    const base = baseOf(one, destination)
    if (!base) continue
    return { reason: 'none-to-spare', facts: { image: nameOf(one), base: base.image.name, found: base.layers } }
  }
  const platforms = platformsDiffer(images, destination)
  if (platforms) return { reason: 'platforms-differ', facts: platforms }
  if (sharesSomewhere(image, destination))
    return { reason: 'hosts-differ', facts: { image: nameOf(image), base: there.name } }
  const bytesThere = new Set(there.layers.map(({ diffId }) => diffId))
  const equal = image.layers.filter(({ diffId }) => bytesThere.has(diffId)).length
  if (equal > 0) return { reason: 'layers-elsewhere', facts: { image: nameOf(image), base: there.name, found: equal } }
  const [here, over] = [image.layers[0], there.layers[0]]
  // One line may have made both, in two builds: then the diff IDs tell them apart.
  const told = here?.createdBy !== over?.createdBy
  const facts = {
    image: nameOf(image),
    base: there.name,
    found: (told && here?.createdBy) || here?.diffId || '',
    expected: (told && over?.createdBy) || over?.diffId || '',
  }
  return { reason: 'first-layer-differs', facts }
}

/** Whether one host at least has its first layer. */
const sharesSomewhere = ({ layers: [first] }: Image, { holdings }: Destination): boolean =>
  holdings.some(({ images }) => images.some(({ layers }) => first && layers[0]?.chain === first.chain))

/** Facts where no image of the archive has a platform that the destination's images have. */
export function platformsDiffer(
  images: readonly Image[],
  { holdings }: Destination,
): FindingFacts['platforms-differ'] | undefined {
  // Of an index's other platforms a base may hold no more than the config.
  const held = holdings.flatMap(({ images }) => images).filter(({ layers }) => layers.length > 0)
  const there = new Set(held.map(({ platform }) => platformName(platform)))
  const here = new Set(images.filter(({ listed }) => listed).map(({ platform }) => platformName(platform)))
  there.delete('')
  here.delete('')
  if (
    there.size === 0 ||
    here.size === 0 ||
    [...here].some((one) => [...there].some((other) => samePlatform(one, other)))
  )
    return undefined
  return { expected: [...there].join(', '), found: [...here].join(', ') }
}

/** Every image of the archive is a part of a larger one at the destination: the two sides may have been swapped. */
export function looksSwapped(images: readonly Image[], destination: Destination): boolean {
  const listed = images.filter(({ listed }) => listed)
  return (
    listed.length > 0 &&
    listed.every((image) => {
      const base = baseOf(image, destination)
      return base?.layers === image.layers.length && base.image.layers.length > image.layers.length
    })
  )
}
