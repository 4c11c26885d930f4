import { DecodeError } from '../../compression/chunks'
import { largestWindow } from '../../compression/zstd-frames'
import { NOTE, type Codec, type CompactNote, type LayerNote } from '../../delta/note'
import { NOTE_LIMIT, parseNote } from '../../delta/parse-note'
import { limit, RecipeError, type RecipeFault } from '../../delta/recipe-error'
import { ArchiveError } from '../../errors'
import { keptBytes, type TarIndex } from '../../tar/index'
import type { Entry } from '../../tar/walk'
import { frameName, literalsName, opsName } from './names'
import { isCompact } from './opened'

/** A compact archive: what its note says, and where the rest is. */
export interface CompactFile {
  readonly name: string
  readonly note: CompactNote
  readonly frame: { readonly bytes: Blob; readonly codec: Codec | undefined }
  readonly layers: readonly CompactLayer[]
}

export interface CompactLayer {
  readonly note: LayerNote
  readonly ops: Blob
  readonly literals: Blob
}

/** What a reader grants to a decoder. */
const LARGEST_WINDOW = 2 ** 23

/** @throws ArchiveError */
export async function readCompact(tar: TarIndex): Promise<CompactFile> {
  const entries = entriesByName(tar)
  const note = await readNote(tar)
  const codec = ([undefined, 'zstd', 'gzip'] as const).find((one) => entries.has(frameName(one)))
  const bytesOf = (name: string) => {
    const entry = entries.get(name)
    if (!entry) throw lacking(tar, name)
    return keptBytes(tar).slice(entry.start, entry.start + entry.size)
  }
  const frame = { bytes: bytesOf(frameName(codec)), codec }
  if (codec === 'zstd') await checkWindow(tar, frameName(codec), frame.bytes)
  const layers: CompactLayer[] = []
  for (const layer of note.layers) {
    const names = [opsName(layer.diffId), literalsName(layer.diffId)] as const
    const [ops, literals] = names.map(bytesOf) as [Blob, Blob]
    if (layer.codec === 'zstd')
      for (const [at, name] of names.entries()) await checkWindow(tar, name, [ops, literals][at]!)
    layers.push({ note: layer, ops, literals })
  }
  return { name: tar.name, note, frame, layers }
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

async function readNote(tar: TarIndex): Promise<CompactNote> {
  const { name: file } = tar
  const [entry] = tar.entries
  if (!entry || !isCompact(tar)) throw new ArchiveError('compact-absent', { file, entry: NOTE })
  if (entry.size > NOTE_LIMIT.bytes)
    throw new ArchiveError('compact-limit', { file, entry: NOTE, expected: NOTE_LIMIT.bytes, found: entry.size })
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await tar.read(entry))
  const version = /^layershed-compact (\d{1,9})\n/.exec(text)?.[1]
  if (version !== undefined && version !== '1') throw new ArchiveError('compact-version', { file, found: version })
  return naming({ file, entry: NOTE }, async () => parseNote(text))
}

/** The window is what a decoder takes memory for, so that it is looked at beforehand. */
const checkWindow = ({ name: file }: TarIndex, entry: string, packed: Blob) =>
  naming({ file, entry }, async () => {
    const window = await largestWindow(packed)
    limit('window', window, LARGEST_WINDOW)
  })

/** What is said of damage becomes an error that names the file. */
export async function naming<T>({ file, entry }: { file: string; entry: string }, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof DecodeError) throw new ArchiveError('compact-packed', { file, entry }, { cause })
    throw cause instanceof RecipeError ? named(cause.fault, { file, entry }, { cause }) : cause
  }
}

function named(fault: RecipeFault, place: { file: string; entry: string }, options: ErrorOptions): ArchiveError {
  switch (fault.kind) {
    case 'damaged':
      return new ArchiveError('compact-damaged', place, options)
    case 'line':
      return new ArchiveError('compact-note', { ...place, line: fault.line }, options)
    case 'place':
      return new ArchiveError('compact-place', { ...place, offset: fault.offset }, options)
    case 'size':
      return new ArchiveError('compact-size', { ...place, expected: fault.expected, found: fault.found }, options)
    case 'limit':
      return new ArchiveError('compact-limit', { ...place, expected: fault.expected, found: fault.found }, options)
  }
}
