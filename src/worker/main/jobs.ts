import { toHashOf } from '../../core/check/kept'
import { checkReport } from '../../core/check/report'
import { toHash } from '../../core/check/to-hash'
import { refuseChanged } from '../../core/check/unchanged'
import { combine } from '../../core/destination/destination'
import { readSites } from '../../core/destination/read-site'
import { recordOf, siteOf } from '../../core/destination/site'
import { contentsOf } from '../../core/handover/contents'
import { reopened } from '../../core/job/as-layout'
import { batchSizes, holdingAfter } from '../../core/job/batch'
import { checksums } from '../../core/job/checksums'
import { fingerprint } from '../../core/job/fingerprint'
import { join, toHashJoined } from '../../core/job/join'
import { open, openIndexed } from '../../core/job/open'
import { heldAmong } from '../../core/list/held'
import { makeSample } from '../../core/job/sample'
import { fillable, packedLayers, restore, toHashFilled } from '../../core/job/restore'
import { bytesToHash, planOf, slim, slimChecked } from '../../core/job/slim'
import { layerStack } from '../../core/layer/stack'
import { keptBytes } from '../../core/tar/index'
import { indexOf } from '../../core/tar/outline'
import { report } from '../../core/view/report'
import { restorable } from '../../core/view/restorable'
import { tryWaysOut } from '../../policy/ways-out'
import { counter } from '../door/progress'
import type { MainApi } from './api'
import { bareIds, filledSize, givers, joiningsOf, refuseAnyChanged, toJoin } from './filling'
import {
  archiveAt,
  archiveIds,
  archives,
  archivesAt,
  archiveToSend,
  bytesAt,
  drop,
  holdingsAt,
  jobOf,
  keep,
  restoreJobOf,
  siteAt,
  tagsAt,
} from './opened-files'
import { workerWays } from './worker-ways'

export const jobs: MainApi = {
  async open(id, file, onProgress, signal) {
    const progress = counter(file.size, onProgress, signal)
    const opened = await open(file, ({ next }) => progress.at(Math.min(next, file.size)))
    return opened.kind === 'choice' ? opened : keep(id, opened)
  },

  async openUnpacked(id, outline, plain) {
    return keep(id, await openIndexed(indexOf(outline, plain)))
  },

  close: async (id) => drop(id),

  async plan(target, choice) {
    const job = jobOf(target, choice)
    return report(job, planOf(job), restoreJobOf(target, choice), choice.engine)
  },

  async toHashOf(target, choice) {
    const job = jobOf(target, choice)
    return toHashOf(job.archive, planOf(job))
  },

  async slim(target, choice, hashed, onProgress, signal) {
    const job = jobOf(target, choice)
    const plan = planOf(job)
    await refuseChanged(archiveAt(target))
    if (hashed) return slimChecked(job, plan, hashed)
    return slim(job, plan, counter(bytesToHash(job, plan), onProgress, signal).add)
  },

  contents: async (archive, name) => contentsOf(await reopened(archive, name)),

  async whole(target) {
    await refuseChanged(archiveAt(target))
    return keptBytes(archiveAt(target).tar)
  },

  async batchSizes(targets, choice) {
    const archives = targets.map((id) => archiveToSend(id, choice))
    return batchSizes(holdingsAt(choice.bases), archives, choice.mode, choice.form)
  },

  toHash: async (id) => toHash(archiveAt(id)),

  checked: async (id, hashed, { bases, mode, publicKey }) =>
    checkReport(archiveAt(id), hashed, combine(holdingsAt(bases), mode), publicKey),

  restorable: async (target, choice) => restorable(restoreJobOf(target, choice)),

  async restoreNeeds(target, choice) {
    const ready = await fillable(restoreJobOf(target, choice))
    const bare = bareIds([ready])
    return { bare, layers: bare.length === 0 ? packedLayers(ready) : [] }
  },

  async toHashRestored(target, choice, unpacked, kept) {
    const ready = await fillable(restoreJobOf(target, choice))
    await refuseAnyChanged([target], [ready])
    return toHashFilled(ready, unpacked, kept)
  },

  async restore(target, choice, unpacked, hashed, onProgress, signal) {
    const ready = await fillable(restoreJobOf(target, choice))
    await refuseAnyChanged([target], [ready])
    return restore(ready, unpacked, hashed, counter(0, onProgress, signal).add)
  },

  async joinNeeds(targets, choice) {
    const all = await toJoin(targets, choice)
    const bare = bareIds(all)
    const bytes = all.reduce((sum, one) => sum + filledSize(one), 0)
    const sources = [...new Set([...targets.map(archiveAt), ...all.flatMap(givers)].map(({ tar }) => tar.name))]
    return { bare, layers: bare.length === 0 ? all.map(packedLayers) : [], bytes, sources }
  },

  async toHashJoined(targets, choice, unpacked) {
    const all = await toJoin(targets, choice)
    await refuseAnyChanged(targets, all)
    return toHashJoined(joiningsOf(all, unpacked))
  },

  async join(targets, choice, unpacked, hashed) {
    const all = await toJoin(targets, choice)
    await refuseAnyChanged(targets, all)
    return join(joiningsOf(all, unpacked), hashed, archivesAt(choice.bases))
  },

  async compactInputs(target, choice) {
    const [bases, earlier] = [archiveIds(choice.bases), archiveIds(choice.before)]
    const bare = [...bases, ...earlier].filter((id) => !archiveAt(id).tar.bytes)
    const named = (ids: readonly string[]) => (bare.length > 0 ? [] : ids.map(bytesAt))
    return { bare, target: bytesAt(target), bases: named(bases), earlier: named(earlier) }
  },

  async fingerprint(base, onProgress, signal) {
    const archive = archiveAt(base)
    return fingerprint(archive, counter(archive.tar.size, onProgress, signal).add)
  },

  layerStack: async (id, image, layer) => layerStack(archiveAt(id), image, layer, archives()),

  namesHeld: async (wanted, ids) => ids.map((id) => heldAmong(wanted, tagsAt(id))),

  sample: makeSample,

  async site(name, bases, mode, loader) {
    const sites = bases.flatMap((id) => siteAt(id)?.record ?? [])
    const others = bases.filter((id) => !siteAt(id))
    const site = siteOf(name, new Date().toISOString(), mode, holdingsAt(others), sites)
    return loader ? { ...site, loader } : site
  },

  readSites,

  async delivery(target, choice) {
    const job = jobOf(target, choice)
    return recordOf(holdingAfter(job.archive, planOf(job), job.destination))
  },

  async checksums(parts, onProgress, signal) {
    const total = parts.reduce((sum, { size }) => sum + size, 0)
    return checksums(parts, counter(total, onProgress, signal).add)
  },

  waysOut: () => tryWaysOut(workerWays),
}
