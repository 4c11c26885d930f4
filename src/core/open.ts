import type { NamedBlob } from './file'
import { readArchive } from './image/archive'
import { readInventory, type Inventory } from './image/inventory'
import { looksLikeJson } from './image/json-text'
import type { ImageArchive } from './image/model'
import { looksLikeSite, readSite } from './read-site'
import type { Site } from './site'
import { indexTar } from './tar/index'
import { BlobSource } from './tar/source'
import type { Entry } from './tar/walk'

/** What a file turned out to be. `source` is the plain tar, whose slices an output is made of. */
export type Opened =
  | { readonly kind: 'archive'; readonly archive: ImageArchive; readonly source: Blob }
  | { readonly kind: 'inventory'; readonly inventory: Inventory }
  | { readonly kind: 'site'; readonly site: Site }

/** A tar's first header: JSON has no zeros in it. */
const SNIFF = 512

/**
 * Opens one unpacked file by its content: an image archive, JSON about a host, or a remembered site. Of an archive only headers and small JSON members
 * are read.
 * @throws ArchiveError with a code for everything that can be wrong with it.
 */
export async function open(file: NamedBlob, onEntry?: (entry: Entry) => void): Promise<Opened> {
  const start = new Uint8Array(await file.slice(0, SNIFF).arrayBuffer())
  if (looksLikeSite(start)) return { kind: 'site', site: await readSite(file) }
  if (looksLikeJson(start) || file.type === 'application/json')
    return { kind: 'inventory', inventory: await readInventory(file.name, file) }
  const tar = await indexTar(new BlobSource(file, file.name), onEntry)
  return { kind: 'archive', archive: await readArchive(tar), source: file }
}
