import { refuseDamaged } from '../check/kept'
import type { Hashed } from '../check/to-hash'
import type { Destination } from '../destination/destination'
import { assemble, totalSize } from '../form/assemble'
import { forms } from '../form/index'
import type { FormId } from '../form/form-id'
import type { Digest } from '../image/digest'
import { payloadsOf, type ImageArchive, type Payload } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'
import { digestsOf } from './digests'

/** One archive to slim, for whom, and what is to become of it. */
export interface SlimJob {
  readonly archive: ImageArchive
  readonly destination: Destination
  readonly form: FormId
}

export const planOf = ({ archive, destination, form }: SlimJob): SlimPlan => forms[form].plan(archive, destination)

/**
 * The slim archive: a Blob of slices of the archive, so that no layer passes through memory.
 * @param onBytes told of every stretch of bytes that had to be hashed (see `bytesToHash`).
 */
export async function slim(job: SlimJob, plan: SlimPlan, onBytes?: (bytes: number) => void): Promise<Blob> {
  const digests = await digestsOf(job.archive, forms[job.form].toHash({ ...job, plan }), onBytes, known(job, plan))
  return assemble(forms[job.form].parts({ ...job, plan }, digests))
}

/** The layers by the digests that they will go by, as far as nothing has to be hashed for them. */
function known({ archive: { images } }: SlimJob, { relinked }: SlimPlan): Map<Digest, Payload> {
  const layers = new Map<Digest, Payload>()
  for (const payload of payloadsOf(images)) if (payload.digest) layers.set(payload.digest, payload)
  for (const [payload, relink] of relinked) if (relink.kind === 'held') layers.set(relink.descriptor.digest, payload)
  return layers
}

/**
 * The same, once all that it keeps was hashed (see `toHashOf`).
 * @throws ArchiveError where something of it is damaged.
 */
export async function slimChecked(job: SlimJob, plan: SlimPlan, hashed: readonly Hashed[]): Promise<Blob> {
  refuseDamaged(job.archive, plan, hashed)
  const digests = new Map(hashed.map(({ start, digest }) => [start, digest]))
  const asked = forms[job.form].toHash({ ...job, plan }).flatMap((payload) => {
    const digest = payload.entry && digests.get(payload.entry.start)
    return digest ? [[payload, digest] as const] : []
  })
  return assemble(forms[job.form].parts({ ...job, plan }, new Map(asked)))
}

/** The slim archive's size in bytes, with nothing hashed: a digest is as long as any other. */
export function slimSize(job: SlimJob, plan: SlimPlan): Promise<number> {
  const form = forms[job.form]
  const planned = { ...job, plan }
  const standIns = form.toHash(planned).map((payload, at) => [payload, standIn(at)] as const)
  return totalSize(form.parts(planned, new Map(standIns)))
}

const standIn = (at: number): Digest => `sha256:${String(at).padStart(64, '0')}`

/** Bytes that a save must hash first. */
export const bytesToHash = (job: SlimJob, plan: SlimPlan): number =>
  forms[job.form].toHash({ ...job, plan }).reduce((sum, { size }) => sum + size, 0)
