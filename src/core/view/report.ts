import { signatureFindings } from '../check/signatures'
import { baseOf } from '../destination/base'
import type { Destination } from '../destination/destination'
import { keyedBy, type EngineId } from '../engine'
import { skopeoSources, type SkopeoSource } from './skopeo-sources'
import { remark, type Finding } from '../image/finding'
import { nameOf, type Image } from '../image/model'
import { blobsToCheck } from './blobs-to-check'
import { firstImages, firstOf } from './excerpt'
import { leftOut, plannedImages, type DrawnImages, type LayerView, type PlannedImage } from './picture'
import { slimName } from './output-names'
import { restorable, type Restorable } from './restorable'
import { forms } from '../form/index'
import type { RestoreJob } from '../job/restore'
import { slimSize, type SlimJob } from '../job/slim'
import type { SlimPlan } from '../plan/slim-plan'
import { judge, looksSwapped, platformsDiffer, stoppingFindings, type Verdict } from '../plan/verdict'

/** What the other side must have, so that the copyable commands can check for it. */
export interface BaseCheck {
  readonly image: string
  /** Undefined where it has none, or goes by other names on other hosts. */
  readonly reference: string | undefined
  readonly diffIds: readonly string[]
}

/** Everything that the page shows of one target's plan, as plain data. */
export interface PlanReport extends DrawnImages<PlannedImage> {
  /** Whether no engine takes it before it is made whole again. */
  readonly restoredFirst: boolean
  readonly verdict: Verdict
  readonly totalBytes: number
  readonly keptBytes: number
  readonly shedLayers: number
  readonly shedBytes: number
  /** Each layer that stays at home once; the first of them, and how many they are. */
  readonly leftOut: readonly LayerView[]
  readonly leftOutCount: number
  readonly remarks: readonly Finding[]
  readonly remarkCount: number
  readonly checks: readonly BaseCheck[]
  /** Digests that a containerd store must hold, because nothing proves that it does. */
  readonly digestsToCheck: readonly string[]
  /** All digests that such a store must hold, proven or not. */
  readonly blobsToCheck: readonly string[]
  /** The images of what is carried, for skopeo. */
  readonly skopeo: readonly SkopeoSource[]
  readonly fileName: string
  /** Of a compact archive that was made: what is carried is known, and not the most of it. */
  readonly exact?: boolean
  /** Where the target lacks layers: what making it whole again would come to. */
  readonly restorable: Restorable | undefined
}

/**
 * @param restoring the target as what is to be made whole, where that is asked for.
 * @param engine the one that alone is to load it, where somebody said so: what concerns others is not told.
 */
export async function report(
  job: SlimJob,
  plan: SlimPlan,
  restoring?: RestoreJob,
  engine?: EngineId,
): Promise<PlanReport> {
  const { archive, destination, form } = job
  const verdict = judge(archive, plan, destination)
  const remarks = remarksOf(job, plan).filter(({ hurts }) => concerns(hurts, engine))
  const shed = leftOut(archive.images, plan)
  const slim = verdict.kind === 'ready'
  const byDigests = concerns(keyedBy('digests'), engine)
  return {
    restoredFirst: forms[form].restoredFirst,
    verdict: verdict.kind === 'stopped' ? { ...verdict, findings: firstOf(verdict.findings) } : verdict,
    totalBytes: archive.tar.size,
    keptBytes: slim ? await slimSize(job, plan) : archive.tar.size,
    shedLayers: new Set([...plan.shed].map(({ entry }) => entry)).size,
    shedBytes: [...plan.shed].reduce((sum, { size }) => sum + size, 0),
    images: plannedImages(firstImages(archive.images), plan, destination),
    imageCount: archive.images.length,
    leftOut: firstOf(shed),
    leftOutCount: shed.length,
    remarks: firstOf(remarks),
    remarkCount: remarks.length,
    checks: baseChecks(archive.images, destination),
    digestsToCheck: byDigests ? [...plan.unproven].map(({ digest, diffId }) => digest ?? diffId) : [],
    blobsToCheck: byDigests ? blobsToCheck(plan, destination) : [],
    skopeo: firstOf(skopeoSources(archive, slim, slim && (await forms[form].index?.({ ...job, plan })))),
    fileName: slimName(archive.tar.name, forms[form].ending),
    restorable: restoring && restorable(restoring),
  }
}

const concerns = (engines: readonly EngineId[], engine: EngineId | undefined) =>
  engines.length === 0 || engine === undefined || engines.includes(engine)

/** What the plan brings up, behind what the look at the archive brought up and does not stop the save. */
function remarksOf({ archive, destination, form }: SlimJob, plan: SlimPlan): Finding[] {
  const stopping = new Set(stoppingFindings(archive, plan))
  const remarks = archive.findings.filter((finding) => !stopping.has(finding)).map(asHarmless)
  const platforms = platformsDiffer(archive.images, destination)
  if (platforms) remarks.push(remark('platforms-differ', platforms))
  if (looksSwapped(archive.images, destination)) remarks.push(remark('roles-swapped', {}))
  if (plan.shed.size === 0) return remarks
  if (plan.needed.size === 0) remarks.push(remark('all-there', {}))
  return [...remarks, ...forms[form].remarks({ archive, destination, plan }), ...signatureFindings(archive, plan)]
}

/** Layers that were emptied before are no fault where the destination has them. */
const asHarmless = (finding: Finding): Finding =>
  finding.code === 'layer-emptied' ? remark('slimmed-before', finding.facts, finding.place) : finding

/** Of every stack that is left out, that it is there: asked once, as images of one archive mostly stand on one base. */
function baseChecks(images: readonly Image[], destination: Destination): BaseCheck[] {
  const checks = new Map<string, BaseCheck>()
  for (const image of images) {
    const base = baseOf(image, destination)
    // What an earlier archive of the batch brings need not be there yet.
    if (!base || base.earlier) continue
    const reference = destination.hosts > 1 ? undefined : base.image.tags[0]
    const key = `${image.layers[base.layers - 1]?.chain} ${reference}`
    if (checks.has(key)) continue
    const diffIds = image.layers.slice(0, base.layers).map(({ diffId }) => diffId)
    checks.set(key, { image: nameOf(image), reference, diffIds })
  }
  return [...checks.values()]
}
