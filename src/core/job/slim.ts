import { baseOf } from '../destination/base'
import type { Destination } from '../destination/destination'
import { asIs } from '../form/as-is'
import { converted } from '../form/convert'
import { editedInPlace } from '../form/oci-edit'
import { assemble, totalSize } from '../form/assemble'
import type { Part } from '../form/parts'
import { isImageName } from '../image/reference'
import { sha256OfBlob, type Digest } from '../image/digest'
import type { Image, ImageArchive, Payload } from '../image/model'
import { storedBytes } from '../image/payload'
import { planByChain } from '../plan/by-chain'
import { planByDigest } from '../plan/by-digest'
import type { SlimPlan } from '../plan/slim-plan'

/** `universal` loads on every engine; `as-is` keeps the archive's own layout and bytes. */
export type Form = 'universal' | 'as-is'

/** One archive to slim, and for whom. */
export interface SlimJob {
  readonly archive: ImageArchive
  readonly destination: Destination
  readonly form: Form
}

export const planOf = ({ archive, destination, form }: SlimJob): SlimPlan =>
  (form === 'universal' ? planByDigest : planByChain)(archive.images, destination)

/**
 * The slim archive: a Blob of slices of the archive, so that no layer passes through memory.
 * @param onBytes told of every stretch of bytes that had to be hashed (see `bytesToHash`).
 */
export function slim(job: SlimJob, plan: SlimPlan, onBytes?: (bytes: number) => void): Promise<Blob> {
  return assemble(partsOf(job, plan, (payload) => hashed(job, payload, plan, onBytes)))
}

/** The slim archive's size in bytes, with nothing hashed: a digest is as long as any other. */
export function slimSize(job: SlimJob, plan: SlimPlan): Promise<number> {
  const standIns = new Map<Payload, Digest>()
  const digestOf = async (payload: Payload): Promise<Digest> => {
    if (!plan.needed.has(payload)) return payload.diffId
    const standIn = standIns.get(payload) ?? (`sha256:${String(standIns.size).padStart(64, '0')}` as const)
    standIns.set(payload, standIn)
    return standIn
  }
  return totalSize(partsOf(job, plan, digestOf))
}

/** Bytes that a save must hash first: kept compressed layers to which no layout gives a digest, one copy of each. */
export function bytesToHash({ archive, form }: SlimJob, plan: SlimPlan): number {
  if (form === 'as-is' || archive.oci) return 0
  const unnamed = [...plan.needed].filter(({ digest }) => digest === undefined)
  const first = new Map(unnamed.toReversed().map((payload) => [payload.diffId, payload]))
  return [...first.values()].reduce((sum, { size }) => sum + size, 0)
}

function partsOf(job: SlimJob, plan: SlimPlan, digestOf: (payload: Payload) => Promise<Digest>): AsyncIterable<Part> {
  const { archive, destination, form } = job
  if (form === 'as-is') return asIs(archive, plan)
  const baseNameOf = (image: Image) => baseOf(image, destination)?.image.tags.find((tag) => isImageName(tag))
  return archive.oci
    ? editedInPlace({ ...archive, oci: archive.oci }, plan, baseNameOf)
    : converted(archive, plan, { digestOf, baseNameOf })
}

/** Shed for stores that go by chains alone, any digest will do: the diff ID is the one that is known. */
async function hashed(
  { archive }: SlimJob,
  payload: Payload,
  plan: SlimPlan,
  onBytes?: (bytes: number) => void,
): Promise<Digest> {
  return plan.needed.has(payload) ? sha256OfBlob(storedBytes(archive.tar, payload), onBytes) : payload.diffId
}
