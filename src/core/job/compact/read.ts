import { NOTE, type Codec, type CompactNote, type LayerNote } from '../../delta/note'
import { NOTE_LIMIT, parseNote } from '../../delta/parse-note'
import { ArchiveError } from '../../errors'
import type { TarIndex } from '../../tar/index'
import { keptNear, type Piece } from '../../tar/near'
import type { Entry } from '../../tar/walk'
import { frameName, literalsName, opsName } from './names'
import { naming, type Place } from './naming'
import { isCompact } from './opened'

/** A compact archive: what its note says, and where the rest is. */
export interface CompactFile {
  readonly name: string
  readonly note: CompactNote
  readonly noteAt: Place
  readonly frame: CarriedEntry & { readonly codec: Codec | undefined }
  readonly layers: readonly CompactLayer[]
}

export interface CompactLayer {
  readonly note: LayerNote
  readonly ops: CarriedEntry
  readonly literals: CarriedEntry
}

/** Where something of it is, and its bytes. */
export interface CarriedEntry extends Place {
  readonly bytes: Piece
}

/** @throws ArchiveError */
export async function readCompact(tar: TarIndex): Promise<CompactFile> {
  const entries = entriesByName(tar)
  const { note, place } = await readNote(tar)
  const codec = ([undefined, 'zstd', 'gzip'] as const).find((one) => entries.has(frameName(one)))
  const near = keptNear(tar)
  const carried = (name: string): CarriedEntry => {
    const entry = entries.get(name)
    if (!entry) throw lacking(tar, name)
    const { start, size } = entry
    return { file: tar.name, entry: name, offset: start, bytes: near.piece({ start, end: start + size }) }
  }
  const frame = { ...carried(frameName(codec)), codec }
  const layers = note.layers.map((layer) => ({
    note: layer,
    ops: carried(opsName(layer.diffId)),
    literals: carried(literalsName(layer.diffId)),
  }))
  return { name: tar.name, note, noteAt: place, frame, layers }
}

/** Two of one name are no writer's: readers would differ over which of them counts. */
function entriesByName({ name: file, entries }: TarIndex): ReadonlyMap<string, Entry> {
  const byName = new Map<string, Entry>()
  for (const entry of entries) {
    if (entry.type !== 'file') continue
    if (byName.has(entry.name)) throw new ArchiveError('compact-twice', { file, entry: entry.name })
    byName.set(entry.name, entry)
  }
  return byName
}

/** What is cut off between two entries looks whole but for the end. */
const lacking = ({ name: file, end }: TarIndex, entry: string) =>
  end.endBlocks
    ? new ArchiveError('compact-absent', { file, entry })
    : new ArchiveError('compact-cut-off', { file, entry, offset: end.end })

async function readNote(tar: TarIndex): Promise<{ note: CompactNote; place: Place }> {
  const { name: file } = tar
  const [entry] = tar.entries
  if (!entry || !isCompact(tar)) throw new ArchiveError('compact-absent', { file, entry: NOTE })
  if (entry.size > NOTE_LIMIT.bytes)
    throw new ArchiveError('compact-limit', { file, entry: NOTE, expected: NOTE_LIMIT.bytes, found: entry.size })
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await tar.read(entry))
  const version = /^layershed-compact (\d{1,9})\n/.exec(text)?.[1]
  if (version !== undefined && version !== '1') throw new ArchiveError('compact-version', { file, found: version })
  const place = { file, entry: NOTE, offset: entry.start }
  return { note: await naming(place, async () => parseNote(text)), place }
}
