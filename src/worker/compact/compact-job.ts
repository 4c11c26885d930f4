import { readMeText, restorePl, restorePy } from '../../core/handover/restore-scripts'
import { readArchive } from '../../core/image/archive'
import { makeCompact, workOfCompact } from '../../core/job/compact/make'
import { planCompact, toUnpack } from '../../core/job/compact/plan'
import { readCompact } from '../../core/job/compact/read'
import { restoreCompact, workOfRestore } from '../../core/job/compact/restore'
import { packedOf, planCompactRestore } from '../../core/job/compact/wanted'
import { indexTar } from '../../core/tar/index'
import { BlobSource } from '../../core/tar/source'
import { openSpool } from '../decoder/spool'
import { breather, counter, type OnProgress } from '../door/progress'
import type { CompactApi, CompactInputs, Named } from './api'

/** They stand in the archive under its own folder; what is to be read first stands at its top. */
const BESIDE = [
  { ...restorePl, name: `layershed/${restorePl.name}` },
  { ...restorePy, name: `layershed/${restorePy.name}` },
  readMeText,
]

export const compactJob: CompactApi = {
  toMake: async (inputs) => toUnpack((await planned(inputs)).plan),

  async make(inputs, { unpacked, spool, codec }, onProgress) {
    const { archive, plan } = await planned(inputs)
    const job = { archive, plan, unpacked, codec, made: 'layershed', beside: BESIDE }
    return spooled(spool, inputs, (sink) => makeCompact(job, sink, telling(workOfCompact(job), onProgress)))
  },

  toRestore: async (inputs) => {
    const { plan } = await restorable(inputs)
    if (plan.stop) throw plan.stop
    return packedOf(plan)
  },

  async restore(inputs, { unpacked, spool }, onProgress) {
    const { file, plan } = await restorable(inputs)
    const tell = telling(workOfRestore(file), onProgress)
    return spooled(spool, inputs, (sink) => restoreCompact(file, plan, unpacked, sink, tell))
  },
}

async function planned({ target, bases }: CompactInputs) {
  const archive = await archiveOf(target)
  return { archive, plan: planCompact(archive, await Promise.all(bases.map(archiveOf))) }
}

async function restorable({ target, bases }: CompactInputs) {
  const file = await readCompact(await tarOf(target))
  return { file, plan: planCompactRestore(file, await Promise.all(bases.map(archiveOf))) }
}

const tarOf = ({ name, bytes }: Named) => indexTar(new BlobSource(bytes, name))

const archiveOf = async (file: Named) => readArchive(await tarOf(file))

async function spooled<T>(
  name: string,
  { target }: CompactInputs,
  work: (sink: Awaited<ReturnType<typeof openSpool>>) => Promise<T>,
): Promise<T> {
  const sink = await openSpool(name, target.name)
  try {
    return await work(sink)
  } catch (thrown) {
    await sink.discard()
    throw thrown
  }
}

/** Tells what was done, and lets messages in. */
function telling(total: number, onProgress: OnProgress): (bytes: number) => Promise<void> {
  const breathe = breather()
  let done = 0
  const progress = counter(total, onProgress)
  return (bytes) => {
    done += bytes
    progress.at(Math.min(done, total))
    return breathe()
  }
}
