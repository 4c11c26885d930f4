import { hashingHere } from '../../core/check/hashing'
import type { Sink } from '../../core/compression/sink'
import { closeOlds } from '../../core/delta/recipe'
import { ArchiveError } from '../../core/errors'
import { readMeText, restorePl, restorePy } from '../../core/handover/restore-scripts'
import { readArchive } from '../../core/image/archive'
import type { ImageArchive } from '../../core/image/model'
import { costOf } from '../../core/job/compact/cost'
import { estimate } from '../../core/job/compact/estimate'
import { workOfCompact, type CompactJob } from '../../core/job/compact/job'
import { makePieces, writeCompact, type CompactMeans, type CompactPieces } from '../../core/job/compact/make'
import { damagedOlds, readOldLayers, workOfOlds, type OldLayers } from '../../core/job/compact/old-layers'
import { planAround } from '../../core/job/compact/plan-around'
import { toUnpack } from '../../core/job/compact/plan'
import { provedWhole, toHashRemade } from '../../core/job/compact/proved'
import { readCompact } from '../../core/job/compact/read'
import { remake, workOfRestore, type Remade } from '../../core/job/compact/restore'
import { restoredInTurn } from '../../core/job/compact/restored-as'
import { toHashCompact, toHashUnproved } from '../../core/job/compact/sound'
import { packedOf, planCompactRestore } from '../../core/job/compact/wanted'
import type { OwnedLayer } from '../../core/layer/stack'
import { indexTar, type TarIndex } from '../../core/tar/index'
import { BlobSource } from '../../core/tar/source'
import { hashingBy } from '../decoder/hashing-by-port'
import { openSpool } from '../decoder/spool'
import { breather, counter, type OnProgress } from '../door/progress'
import type { CompactApi, CompactInputs, LayerOfFile, Named, OldsRead } from './api'
import { millBy } from './mill-by-port'
import { lendMill } from './mill-job'
import { moving } from './moving'

/** They stand in the archive under its own folder; what is to be read first stands at its top. */
const BESIDE = [
  { ...restorePl, name: `layershed/${restorePl.name}` },
  { ...restorePy, name: `layershed/${restorePy.name}` },
  readMeText,
]

/** The one archive of this worker, from step to step. */
const current: {
  helpers?: Pick<CompactMeans, 'mill' | 'hashing'>
  planned?: Pick<CompactJob, 'archive' | 'plan'>
  job?: CompactJob
  /** The old layers, and what reading them came to. */
  read?: { olds: OldLayers; work: number }
  pieces?: CompactPieces
  restorable?: Awaited<ReturnType<typeof restorable>>
  remade?: Remade
} = {}

/** What an archive's maker and what is beside it are, whatever is made. */
const MADE = { made: 'layershed', beside: BESIDE } as const

export const compactJob: CompactApi = {
  async toMake(inputs) {
    const { plan, remarks, ids } = (current.planned = await planned(inputs))
    const olds = plan.olds.map(({ tar, diffId, stored: { entry } }) => {
      return { file: ids.get(tar)!, layer: JSON.stringify([entry, diffId, tar.size]) }
    })
    return { layers: layersOf(toUnpack(plan), ids), remarks, olds }
  },

  async helpedBy(port) {
    current.helpers = { mill: millBy(port), hashing: hashingBy(port) }
  },

  async begin(means) {
    current.job = { ...done(current.planned), ...means, ...MADE }
  },

  async readOlds(known, onProgress) {
    const job = done(current.job)
    if (current.read) closeOlds(current.read.olds)
    const work = workOfOlds(job, known)
    const tell = telling(work + workOfCompact(job), onProgress)
    const olds = await readOldLayers(job, hashingHere, tell, known)
    current.read = { olds, work }
    return crossing({ damaged: damagedOlds(job.plan, olds.digests), read: olds.read })
  },

  async readOldsApart(known, onProgress) {
    const job = done(current.job)
    const work = workOfOlds(job, known)
    const tell = telling(work + workOfCompact(job), onProgress)
    const { read } = await readOldLayers(job, hashingHere, tell, known, Infinity)
    return moving({ read, work }, read)
  },

  estimate: async () =>
    estimate(done(current.job), done(current.read).olds, { ...done(current.helpers), now: () => performance.now() }),

  toHash: async () => toHashCompact(done(current.job)),

  async make(spool, onProgress) {
    const [job, { olds, work }] = [done(current.job), done(current.read)]
    const tell = telling(work + workOfCompact(job), onProgress, work)
    current.pieces = await spooled(spool, job.archive.tar.name, (sink) =>
      makePieces(job, olds, { sink, ...done(current.helpers) }, tell),
    )
    return toHashUnproved(job, current.pieces.proved)
  },

  async write(hashed) {
    const { bytes, recipes } = await writeCompact(done(current.pieces), hashed)
    return { bytes, recipes }
  },

  async cost(inputs, { unpacked, bytes }) {
    const file = await readCompact(await tarOf({ ...inputs.target, bytes }))
    return costOf({ ...(await planned(inputs)), file, size: bytes.size, unpacked })
  },

  async toRestore(inputs) {
    const { plan, ids } = (current.restorable = await restorable(inputs))
    if (plan.stop) throw plan.stop
    return { layers: layersOf(packedOf(plan), ids), remarks: plan.remarks }
  },

  async remake({ unpacked, spool, frame }, port, onProgress) {
    const { file, plan } = done(current.restorable)
    const onBytes = telling(workOfRestore(file), onProgress)
    const hashing = { layers: hashingHere, whole: hashingBy(port) }
    current.remade = await spooled(spool, file.name, (layers) =>
      remake(file, plan, { unpacked, frame: () => openSpool(frame, file.name), layers, hashing, onBytes }),
    )
    return toHashRemade(current.remade)
  },

  proved: (hashed) => provedWhole(done(current.remade), hashed),

  lend: lendMill,
}

function done<T>(step: T | undefined): T {
  if (step === undefined) throw new Error('a step was left out')
  return step
}

type Ids = ReadonlyMap<TarIndex, string>

const idsOf = (archives: readonly ImageArchive[], files: readonly Named[]): Ids =>
  new Map(archives.map(({ tar }, at) => [tar, files[at]!.id]))

const layersOf = (layers: readonly OwnedLayer[], ids: Ids): LayerOfFile[] =>
  layers.map(({ tar, stored }) => ({ ...stored, id: ids.get(tar)! }))

async function planned({ target, ...others }: CompactInputs) {
  const archive = await archiveOf(target)
  const [bases, earlier] = await Promise.all([archivesOf(others.bases), archivesOf(others.earlier)])
  const there = [...bases, ...restoredInTurn(bases, earlier)]
  const ids = idsOf([archive, ...bases, ...earlier], [target, ...others.bases, ...others.earlier])
  return { archive, ids, ...(await planAround(archive, there, others.damaged)) }
}

/** What is looked up stays here, too: its entries. */
function crossing({ damaged, read }: OldsRead): OldsRead {
  const copies = read.map((one) => {
    if (!one) return undefined
    const { names } = one.index
    return { ...one, index: { ...one.index, names: { ...names, entries: names.entries.slice() } } }
  })
  return moving({ damaged, read: copies }, copies)
}

async function restorable({ target, bases, earlier, damaged }: CompactInputs) {
  const there = [...bases, ...earlier]
  const [file, archives] = await Promise.all([tarOf(target).then(readCompact), archivesOf(there)])
  return { file, ids: idsOf(archives, there), plan: planCompactRestore(file, archives, damaged) }
}

const tarOf = ({ name, bytes }: Named) => indexTar(new BlobSource(bytes, name))

const archiveOf = async (file: Named) => readArchive(await tarOf(file))

const archivesOf = (files: readonly Named[]) => Promise.all(files.map(archiveOf))

async function spooled<T>(name: string, file: string, work: (sink: Sink) => Promise<T>): Promise<T> {
  const sink = await openSpool(name, file)
  try {
    return await work(sink)
  } catch (thrown) {
    await sink.discard()
    throw ofRoom(thrown)
  }
}

/** What is made here has no other way: advice for files that are unpacked would lead astray. */
function ofRoom(thrown: unknown): unknown {
  if (!(thrown instanceof ArchiveError) || thrown.fault.code !== 'out-of-space') return thrown
  const { file, found } = thrown.fault.facts
  return new ArchiveError('compact-room', { file, found }, { cause: thrown })
}

/** Tells what was done, and lets messages in. @param before what was done before. */
function telling(total: number, onProgress: OnProgress, before = 0): (bytes: number) => Promise<void> {
  const breathe = breather()
  let done = before
  const progress = counter(total, onProgress)
  return (bytes) => {
    done += bytes
    progress.at(Math.min(done, total))
    return breathe()
  }
}
