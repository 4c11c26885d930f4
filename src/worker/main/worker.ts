import { expose } from 'comlink'
import { ArchiveError } from '../../core/errors'
import { checksums } from '../../core/job/checksums'
import { fingerprint } from '../../core/job/fingerprint'
import { readArchive } from '../../core/image/archive'
import { archiveWithin } from '../../core/image/archive-within'
import { holdingOfArchive, type Holding } from '../../core/destination/holding'
import { holdingsOf } from '../../core/destination/inventory/join'
import type { ImageArchive } from '../../core/image/model'
import { layerStack } from '../../core/layer/stored'
import { open } from '../../core/job/open'
import { readSite } from '../../core/destination/read-site'
import { onlyPlatform } from '../../core/plan/only-platform'
import { report } from '../../core/view/report'
import { makeSample } from '../../core/job/sample'
import { destinationAfter, holdingAfter } from '../../core/job/batch'
import { recordOf, siteOf } from '../../core/destination/site'
import { bytesToHash, planOf, slim, type SlimJob } from '../../core/job/slim'
import { viewOf, type Contents } from '../../core/view/file-view'
import { tryWaysOut } from '../../policy/ways-out'
import { workerWays } from './worker-ways'
import { keptBytes } from '../../core/tar/index'
import { indexOf } from '../../core/tar/outline'
import type { WorkerApi } from '../door/api'
import { stayAlive } from '../door/life'
import { readThroughPage } from '../door/page-reading'
import { attempt } from '../door/result'
import { counter, Tasks } from '../door/progress'
import type { Choice } from './api'

const files = new Map<string, Contents>()
const tasks = new Tasks()

const api: WorkerApi = {
  start: stayAlive,

  open: (id, file, task, onProgress) =>
    attempt(file.name, async () => {
      const signal = tasks.start(task)
      const progress = counter(file.size, onProgress, signal)
      const opened = await open(file, ({ next }) => progress.at(Math.min(next, file.size)))
      files.set(id, opened)
      return viewOf(opened)
    }).finally(() => tasks.end(task)),

  openUnpacked: (id, outline, plain) =>
    attempt(outline.name, async () => {
      const tar = indexOf(outline, plain)
      const opened: Contents =
        plain && archiveWithin(tar)
          ? await open(new File([plain], outline.name))
          : { kind: 'archive', archive: await readArchive(tar) }
      files.set(id, opened)
      return viewOf(opened)
    }),

  close: async (id) => void files.delete(id),

  plan: (target, choice) =>
    attempt(nameOf(target), async () => {
      const job = jobOf(target, choice)
      return report(job, planOf(job))
    }),

  slim: (target, choice, task, onProgress) =>
    attempt(nameOf(target), async () => {
      const job = jobOf(target, choice)
      const plan = planOf(job)
      await checkUnchanged(job.archive)
      const progress = counter(bytesToHash(job, plan), onProgress, tasks.start(task))
      return slim(job, plan, progress.add)
    }).finally(() => tasks.end(task)),

  fingerprint: (base, task, onProgress) =>
    attempt(nameOf(base), async () => {
      const archive = archiveAt(base)
      return fingerprint(archive, counter(archive.tar.size, onProgress, tasks.start(task)).add)
    }).finally(() => tasks.end(task)),

  layerStack: (id, image, layer) =>
    attempt(nameOf(id), async () => {
      const own = archiveAt(id)
      const others = [...files.values()].flatMap((file) => (file.kind === 'archive' ? [file.archive] : []))
      return layerStack(own, image, layer, others)
    }),

  site: (name, bases, mode) =>
    attempt(name, async () => {
      const sites = bases.flatMap((id) => siteAt(id)?.record ?? [])
      const others = bases.filter((id) => !siteAt(id))
      return siteOf(name, new Date().toISOString(), mode, holdingsAt(others), sites)
    }),

  readSite: (file) => attempt(file.name, async () => (await readSite(file)).record),

  delivery: (target, choice) =>
    attempt(nameOf(target), async () => {
      const job = jobOf(target, choice)
      return recordOf(holdingAfter(job.archive, planOf(job), job.destination))
    }),

  sample: () => attempt('', makeSample),

  checksums: (source, parts, task, onProgress) =>
    attempt(source, () => {
      const total = parts.reduce((sum, { size }) => sum + size, 0)
      return checksums(parts, counter(total, onProgress, tasks.start(task)).add)
    }).finally(() => tasks.end(task)),

  waysOut: () => attempt('', () => tryWaysOut(workerWays)),

  cancel: async (task) => tasks.cancel(task),
}

function jobOf(target: string, { bases, before, mode, form, only }: Choice): SlimJob {
  const chosen = (id: string, archive: ImageArchive) =>
    only[id] !== undefined && form === 'universal' ? onlyPlatform(archive, only[id]) : archive
  const earlier = before.map((id) => chosen(id, archiveAt(id)))
  const archive = archiveAt(target)
  keptBytes(archive.tar)
  return {
    archive: chosen(target, archive),
    destination: destinationAfter(holdingsAt(bases), earlier, mode, form),
    form,
  }
}

function holdingsAt(ids: readonly string[]): Holding[] {
  const opened = ids.flatMap((id) => files.get(id) ?? [])
  const archives = opened.filter((file) => file.kind === 'archive').map(({ archive }) => holdingOfArchive(archive))
  const inventories = opened.filter((file) => file.kind === 'inventory').map(({ inventory }) => inventory)
  return [...archives, ...holdingsOf(inventories), ...ids.flatMap((id) => siteAt(id)?.holdings ?? [])]
}

function siteAt(id: string) {
  const opened = files.get(id)
  return opened?.kind === 'site' ? opened.site : undefined
}

function archiveAt(id: string): ImageArchive {
  const opened = files.get(id)
  if (opened?.kind !== 'archive') throw new ArchiveError('json-as-archive', { file: nameOf(id) })
  return opened.archive
}

function nameOf(id: string): string {
  const opened = files.get(id)
  if (!opened) return ''
  if (opened.kind === 'site') return opened.site.record.name
  return opened.kind === 'archive' ? opened.archive.tar.name : opened.inventory.name
}

/** A file that changed since it was opened can't be read any more: better said before a save than in the midst of it. */
async function checkUnchanged({ tar }: ImageArchive): Promise<void> {
  const bytes = keptBytes(tar)
  try {
    await bytes.slice(0, 1).arrayBuffer()
  } catch (cause) {
    throw new ArchiveError('changed-on-disk', { file: tar.name }, { cause })
  }
}

readThroughPage()
expose(api)
