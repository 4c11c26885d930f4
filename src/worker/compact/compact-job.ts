import { hashingHere } from '../../core/check/hashing'
import type { Sink } from '../../core/compression/sink'
import { millHere } from '../../core/delta/mill'
import { ArchiveError } from '../../core/errors'
import { readMeText, restorePl, restorePy } from '../../core/handover/restore-scripts'
import { readArchive } from '../../core/image/archive'
import { costOf } from '../../core/job/compact/cost'
import { Estimator } from '../../core/job/compact/estimate'
import { workOfCompact, workOfOlds, type CompactJob } from '../../core/job/compact/job'
import { makePieces, writeCompact, type CompactMeans, type CompactPieces } from '../../core/job/compact/make'
import { damagedOlds, readOldLayers, type OldLayers } from '../../core/job/compact/old-layers'
import { planAround } from '../../core/job/compact/plan-around'
import { toUnpack } from '../../core/job/compact/plan'
import { provedWhole, toHashRemade } from '../../core/job/compact/proved'
import { readCompact } from '../../core/job/compact/read'
import { remake, workOfRestore, type Remade } from '../../core/job/compact/restore'
import { restoredInTurn } from '../../core/job/compact/restored-as'
import { toHashCompact, toHashUnproved } from '../../core/job/compact/sound'
import { packedOf, planCompactRestore } from '../../core/job/compact/wanted'
import { indexTar } from '../../core/tar/index'
import { BlobSource } from '../../core/tar/source'
import { hashingBy } from '../decoder/hashing-by-port'
import { openSpool } from '../decoder/spool'
import { breather, counter, type OnProgress } from '../door/progress'
import type { CompactApi, CompactInputs, Named } from './api'
import { millBy } from './mill-by-port'
import { lendMill } from './mill-job'

/** They stand in the archive under its own folder; what is to be read first stands at its top. */
const BESIDE = [
  { ...restorePl, name: `layershed/${restorePl.name}` },
  { ...restorePy, name: `layershed/${restorePy.name}` },
  readMeText,
]

/** The one archive of this worker, from step to step. */
const current: {
  planned?: Pick<CompactJob, 'archive' | 'plan'>
  estimator?: Estimator
  begun?: { job: CompactJob; spool: string }
  read?: { olds: OldLayers; helpers: Pick<CompactMeans, 'mill' | 'hashing'> }
  pieces?: CompactPieces
  restorable?: Awaited<ReturnType<typeof restorable>>
  remade?: Remade
} = {}

/** What an archive's maker and what is beside it are, whatever is made. */
const MADE = { made: 'layershed', beside: BESIDE } as const

export const compactJob: CompactApi = {
  async toMake(inputs) {
    const { plan, remarks } = (current.planned = await planned(inputs))
    return { layers: toUnpack(plan), remarks }
  },

  async estimate(unpacked, codec) {
    const job = { ...known(current.planned), unpacked, codec, ...MADE }
    return (current.estimator ??= new Estimator(millHere())).estimate(job)
  },

  async begin({ unpacked, spool, codec }) {
    const job = { ...known(current.planned), unpacked, codec, ...MADE }
    current.begun = { job, spool }
    return toHashCompact(job)
  },

  async readOlds(port, onProgress) {
    const { job } = known(current.begun)
    const helpers = { mill: millBy(port), hashing: hashingBy(port) }
    const tell = telling(workOfCompact(job), onProgress)
    const olds = await readOldLayers(job, helpers.hashing, tell)
    current.read = { olds, helpers }
    return damagedOlds(job.plan, olds.digests)
  },

  async make(onProgress) {
    const { job, spool } = known(current.begun)
    const { olds, helpers } = known(current.read)
    const tell = telling(workOfCompact(job), onProgress, workOfOlds(job))
    current.pieces = await spooled(spool, job.archive.tar.name, (sink) =>
      makePieces(job, olds, { sink, ...helpers }, tell),
    )
    return toHashUnproved(job, current.pieces.proved)
  },

  write: async (hashed) => (await writeCompact(known(current.pieces), hashed)).bytes,

  async cost(inputs, { unpacked, bytes }) {
    const file = await readCompact(await tarOf({ ...inputs.target, bytes }))
    return costOf({ ...(await planned(inputs)), file, size: bytes.size, unpacked })
  },

  async toRestore(inputs) {
    const { plan } = (current.restorable = await restorable(inputs))
    if (plan.stop) throw plan.stop
    return { layers: packedOf(plan), remarks: plan.remarks }
  },

  async remake({ unpacked, spool, frame }, port, onProgress) {
    const { file, plan } = known(current.restorable)
    const onBytes = telling(workOfRestore(file), onProgress)
    const hashing = { layers: hashingHere, whole: hashingBy(port) }
    current.remade = await spooled(spool, file.name, (layers) =>
      remake(file, plan, { unpacked, frame: () => openSpool(frame, file.name), layers, hashing, onBytes }),
    )
    return toHashRemade(current.remade)
  },

  proved: (hashed) => provedWhole(known(current.remade), hashed),

  lend: lendMill,
}

function known<T>(step: T | undefined): T {
  if (step === undefined) throw new Error('a step was left out')
  return step
}

async function planned({ target, ...others }: CompactInputs) {
  const archive = await archiveOf(target)
  const [bases, earlier] = await Promise.all([archivesOf(others.bases), archivesOf(others.earlier)])
  const there = [...bases, ...restoredInTurn(bases, earlier)]
  return { archive, ...(await planAround(archive, there, others.damaged)) }
}

async function restorable({ target, bases, earlier, damaged }: CompactInputs) {
  const file = await readCompact(await tarOf(target))
  return { file, plan: planCompactRestore(file, await archivesOf([...bases, ...earlier]), damaged) }
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
