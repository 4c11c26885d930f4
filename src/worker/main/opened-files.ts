import { holdingOfArchive, type Holding } from '../../core/destination/holding'
import { holdingsOf } from '../../core/destination/inventory/join'
import { ArchiveError, UnnamedError } from '../../core/errors'
import { forms } from '../../core/form/index'
import { destinationAfter } from '../../core/job/batch'
import type { RestoreJob } from '../../core/job/restore'
import type { SlimJob } from '../../core/job/slim'
import type { ImageArchive } from '../../core/image/model'
import { onlyPlatform } from '../../core/plan/only-platform'
import { keptBytes } from '../../core/tar/index'
import type { Opened } from '../../core/job/opened'
import { viewOf, type FileView } from '../../core/view/file-view'
import type { Choice, RestoreChoice } from './api'

const files = new Map<string, Opened>()

export function keep(id: string, opened: Opened): FileView {
  files.set(id, opened)
  return viewOf(opened)
}

export const drop = (id: string): void => void files.delete(id)

export const archives = (): ImageArchive[] =>
  [...files.values()].flatMap((file) => (file.kind === 'archive' ? [file.archive] : []))

export function archiveAt(id: string): ImageArchive {
  const opened = files.get(id)
  // It was opened by a worker that is gone, and not yet again by this one.
  if (!opened) throw new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason: '' } }))
  if (opened.kind === 'compact') throw new ArchiveError('compact-first', { file: opened.compact.name })
  if (opened.kind !== 'archive') throw new ArchiveError('json-as-archive', { file: nameOf(opened) })
  return opened.archive
}

export const archivesAt = (ids: readonly string[]): ImageArchive[] =>
  ids.flatMap((id) => {
    const file = files.get(id)
    return file?.kind === 'archive' ? [file.archive] : []
  })

/** An archive's own bytes, or a compact one's. */
export function bytesAt(id: string) {
  const opened = files.get(id)
  const file = opened?.kind === 'compact' ? opened.compact : archiveAt(id).tar
  return { id, name: file.name, bytes: keptBytes(file) }
}

export function siteAt(id: string) {
  const opened = files.get(id)
  return opened?.kind === 'site' ? opened.site : undefined
}

/** All names of a file's images. */
export function tagsAt(id: string): string[] {
  const opened = files.get(id)
  const images = opened?.kind === 'archive' ? opened.archive.images : holdingsAt([id]).flatMap(({ images }) => images)
  return images.flatMap(({ tags }) => tags)
}

export function holdingsAt(ids: readonly string[]): Holding[] {
  const opened = ids.flatMap((id) => files.get(id) ?? [])
  const inventories = opened.filter((file) => file.kind === 'inventory').map(({ inventory }) => inventory)
  const sites = opened.filter((file) => file.kind === 'site').flatMap(({ site }) => site.holdings)
  const archives = opened.filter((file) => file.kind === 'archive').map(({ archive }) => holdingOfArchive(archive))
  return [...archives, ...holdingsOf(inventories), ...sites]
}

/** What the page chose, by ids, as a job for the core. */
export function jobOf(target: string, choice: Choice): SlimJob {
  const { bases, before, mode, form } = choice
  const earlier = before.map((id) => archiveToSend(id, choice))
  keptBytes(archiveAt(target).tar)
  return {
    archive: archiveToSend(target, choice),
    destination: destinationAfter(holdingsAt(bases), earlier, mode, form),
    form,
  }
}

/** Those that are archives, and no inventories or the like. */
export const archiveIds = (ids: readonly string[]): string[] => ids.filter((id) => files.get(id)?.kind === 'archive')

/** The ids of archives that are opened. */
export const idsOf = (archives: readonly ImageArchive[]): string[] =>
  [...files].flatMap(([id, file]) => (file.kind === 'archive' && archives.includes(file.archive) ? [id] : []))

/** Of several platforms the one that is meant, where one can travel alone. */
export function archiveToSend(id: string, { form, only }: Pick<Choice, 'form' | 'only'>): ImageArchive {
  const archive = archiveAt(id)
  return only[id] !== undefined && forms[form].offersPlatforms ? onlyPlatform(archive, only[id]) : archive
}

/**
 * All of the target, whatever of it is to be sent. What is there already may have what it lacks, then what goes before it, then
 * whatever else is opened.
 */
export function restoreJobOf(target: string, { bases, before, form, damaged = [] }: RestoreChoice): RestoreJob {
  const archive = archiveAt(target)
  const ids = new Set([...bases, ...before, ...files.keys()])
  const others = [...ids].flatMap((id) => files.get(id) ?? [])
  return {
    archive,
    bases: others.flatMap((file) => (file.kind === 'archive' && file.archive !== archive ? [file.archive] : [])),
    damaged,
    destination: { holdings: holdingsAt(bases) },
    exact: forms[form].keepsManifests,
  }
}

const nameOf = (opened: Extract<Opened, { kind: 'site' | 'inventory' }>): string =>
  opened.kind === 'site' ? opened.site.record.name : opened.inventory.name
