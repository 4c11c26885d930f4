import { renewed, type Renewal } from '../core/destination/renewed'
import type { SiteRecord } from '../core/destination/site'
import { ArchiveError, faultOf, type Fault } from '../core/errors'
import type { Item } from '../model/item'
import { newName } from '../storage/new-name'
import type { MainApi } from '../worker/main/api'
import { openItem } from './jobs/opening'

/** A site as files tell it now, beside what was remembered of it. Nothing is remembered yet. */
export async function compared(door: MainApi, site: SiteRecord, files: readonly File[]): Promise<Renewal | Fault> {
  const ids: string[] = []
  try {
    for (const file of files) {
      const id = `renewal-${newName()}`
      ids.push(id)
      await open(door, id, file)
    }
    return renewed(site, await door.site(site.name, ids, site.mode, site.loader))
  } catch (thrown) {
    return faultOf(thrown, files[0]?.name)
  } finally {
    for (const id of ids) door.close(id).catch(() => {})
  }
}

async function open(door: MainApi, id: string, file: File): Promise<void> {
  const item: Item = { id, name: file.name, file, edition: 1, role: 'base', pinned: true, state: { kind: 'reading' } }
  const { state } = await openItem(door, item, false, () => {}, new AbortController().signal)
  if (state.kind === 'choosing')
    throw new ArchiveError('archive-within', { file: file.name, entry: state.members[0]?.name ?? '' })
}
