import { baseOf } from '../destination/base'
import type { Destination } from '../destination/destination'
import type { HeldImage } from '../destination/holding'
import type { Descriptor } from '../image/descriptor'
import type { Digest } from '../image/digest'
import { remark, type Finding } from '../image/finding'
import { nameOf, platformName, type Image, type ImageArchive, type Payload } from '../image/model'
import { isImageName } from '../image/reference'
import { signedImages } from '../image/signed'
import { planByDigest } from '../plan/by-digest'
import { keepSigned } from '../plan/keep-signed'
import type { SlimPlan } from '../plan/slim-plan'
import { layerDescriptor } from './descriptor'
import { undescribedLayers } from './docker-to-oci'
import { editOf, type Edit } from './edit'
import type { Form, Planned } from './form'
import { ociLayoutIndex, ociLayoutParts } from './oci-layout'
import { platformChoices } from './platform-choice'
import { traits } from './traits'

/** What loads whole on every engine. */
export const universal: Form = {
  ...traits.universal,
  plan: (archive, destination) =>
    keepSigned(planByDigest(archive.images, destination), archive.images, signedImages(archive)),
  toHash: ({ archive, plan }) => copiesOf(archive, plan).map(([first]) => first),
  parts: (planned, digests) => ociLayoutParts(planned.archive, edited(planned, digests)),
  index: (planned) => ociLayoutIndex(planned.archive, edited(planned, new Map())),
  remarks,
}

const edited = ({ archive, destination, plan }: Planned, digests: ReadonlyMap<Payload, Digest>): Edit =>
  editOf(plan, described(archive, plan, digests), {
    baseNames: baseNames(archive.images, destination),
    // Of one platform alone, the others are gone for good.
    undo: plan.shed.size > 0 && archive.alone === undefined,
    unlisted: unlisted(archive, destination),
  })

function remarks({ archive, destination, plan: { relinked, keptForDigest, unproven } }: Planned): Finding[] {
  const remarks: Finding[] = choices(archive, destination).map(({ chosen, all }) => {
    const facts = { image: nameOf(chosen), found: all.length, platform: platformName(chosen.platform) }
    return remark('several-under-one-name', facts, chosen.place)
  })
  if (relinked.size > 0 && archive.oci) remarks.push(remark('relinked', { found: relinked.size }))
  if (keptForDigest.size > 0) remarks.push(remark('kept-for-digest', { found: keptForDigest.size }))
  if (unproven.size > 0) remarks.push(remark('unproven-digests', { found: unproven.size }))
  return remarks
}

/** Kept layers whose digests only hashing tells. Of several copies of a layer the first travels for all. */
function copiesOf(archive: ImageArchive, { needed }: SlimPlan): (readonly [Payload, ...Payload[]])[] {
  const copies = new Map<Digest, [Payload, ...Payload[]]>()
  for (const payload of undescribedLayers(archive)) {
    if (!needed.has(payload)) continue
    const known = copies.get(payload.diffId)
    if (known) known.push(payload)
    else copies.set(payload.diffId, [payload])
  }
  return [...copies.values()]
}

function described(archive: ImageArchive, plan: SlimPlan, digests: ReadonlyMap<Payload, Digest>) {
  const descriptors = new Map<Payload, Descriptor>()
  for (const copies of copiesOf(archive, plan)) {
    const digest = digests.get(copies[0])
    if (digest === undefined) continue
    const descriptor = layerDescriptor(copies[0], digest, 'oci')
    for (const payload of copies) descriptors.set(payload, descriptor)
  }
  return descriptors
}

const choices = (archive: ImageArchive, destination: Destination) =>
  platformChoices(archive, (image) => baseOf(image, destination)?.layers ?? 0)

const unlisted = (archive: ImageArchive, destination: Destination): Set<Image> =>
  new Set(choices(archive, destination).flatMap(({ chosen, all }) => all.filter((image) => image !== chosen)))

/** Each image's longest base, where it has a name that engines take. */
function baseNames(images: readonly Image[], destination: Destination): Map<Image, string> {
  const names = new Map<Image, string>()
  const usable = new Map<HeldImage, string | undefined>()
  for (const image of images) {
    const base = baseOf(image, destination)?.image
    if (!base) continue
    if (!usable.has(base))
      usable.set(
        base,
        base.tags.find((tag) => isImageName(tag)),
      )
    const name = usable.get(base)
    if (name !== undefined) names.set(image, name)
  }
  return names
}
