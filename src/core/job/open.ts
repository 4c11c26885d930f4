import type { NamedBlob } from '../file'
import { readArchive } from '../image/archive'
import { readInventory } from '../destination/inventory/read'
import { looksLikeText } from '../destination/inventory/text'
import { looksLikeSite, readSite } from '../destination/read-site'
import { archivesWithin } from '../image/archive-within'
import { indexTar, type TarIndex } from '../tar/index'
import { BlobSource } from '../tar/source'
import type { Entry } from '../tar/walk'
import { isCompact, openCompact } from './compact/opened'
import type { Opened } from './opened'

/** A tar that holds archives: the one that is meant is opened by itself. */
export interface Within {
  readonly kind: 'choice'
  readonly members: readonly { readonly name: string; readonly size: number; readonly start: number }[]
}

/** A tar's first header: JSON has no zeros in it. */
const SNIFF = 512

/**
 * Opens one unpacked file by its content: an image archive, JSON about a host, or a remembered site. Of an archive only
 * headers and small JSON members are read. Of archives that were packed into a tar of their own only the places are told.
 * @throws ArchiveError with a code for everything that can be wrong with it.
 */
export async function open(file: NamedBlob, onEntry?: (entry: Entry) => void): Promise<Opened | Within> {
  const start = new Uint8Array(await file.slice(0, SNIFF).arrayBuffer())
  if (looksLikeSite(start)) return { kind: 'site', site: await readSite(file) }
  if (looksLikeText(start) || file.type === 'application/json')
    return { kind: 'inventory', inventory: await readInventory(file) }
  const tar = await indexTar(new BlobSource(file, file.name), onEntry)
  if (isCompact(tar)) return { kind: 'compact', compact: await openCompact(tar) }
  const archives = archivesWithin(tar.entries)
  if (archives.length > 0)
    return { kind: 'choice', members: archives.map(({ name, size, start }) => ({ name, size, start })) }
  return { kind: 'archive', archive: await readArchive(tar) }
}

/** The same of what was unpacked already. */
export async function openIndexed(tar: TarIndex): Promise<Opened> {
  if (isCompact(tar)) return { kind: 'compact', compact: await openCompact(tar) }
  return { kind: 'archive', archive: await readArchive(tar) }
}
