import type { NamedBlob } from '../file'
import { readArchive } from '../image/archive'
import { readInventory, type Inventory } from '../destination/inventory/read'
import { looksLikeText } from '../destination/inventory/text'
import type { ImageArchive } from '../image/model'
import { looksLikeSite, readSite } from '../destination/read-site'
import type { Site } from '../destination/site'
import { archiveWithin } from '../image/archive-within'
import { indexTar } from '../tar/index'
import { BlobSource } from '../tar/source'
import type { Entry } from '../tar/walk'

/** What a file turned out to be. */
export type Opened =
  | { readonly kind: 'archive'; readonly archive: ImageArchive }
  | { readonly kind: 'inventory'; readonly inventory: Inventory }
  | { readonly kind: 'site'; readonly site: Site }

/** A tar's first header: JSON has no zeros in it. */
const SNIFF = 512

/**
 * Opens one unpacked file by its content: an image archive, JSON about a host, or a remembered site. Of an archive only
 * headers and small JSON members are read. One that was packed into a tar of its own is opened in its place there.
 * @param within whether it was found in such a tar: no further one is looked into.
 * @throws ArchiveError with a code for everything that can be wrong with it.
 */
export async function open(file: NamedBlob, onEntry?: (entry: Entry) => void, within = false): Promise<Opened> {
  const start = new Uint8Array(await file.slice(0, SNIFF).arrayBuffer())
  if (looksLikeSite(start)) return { kind: 'site', site: await readSite(file) }
  if (looksLikeText(start) || file.type === 'application/json')
    return { kind: 'inventory', inventory: await readInventory(file) }
  const tar = await indexTar(new BlobSource(file, file.name), onEntry)
  const inner = within ? undefined : archiveWithin(tar)
  if (inner) return open(new File([file.slice(inner.start, inner.start + inner.size)], file.name), onEntry, true)
  return { kind: 'archive', archive: await readArchive(tar) }
}
