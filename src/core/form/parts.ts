import { emptiedHeader, endOfArchive, fileHeader, padding, zerosLike } from '../tar/write'
import type { Entry } from '../tar/walk'
import { BLOCK } from '../tar/header'

/** A piece of an output: new bytes, or bytes of the source archive by their place (end exclusive). */
export type Part = Uint8Array | { readonly start: number; readonly end: number }

export const span = (start: number, end: number): Part => ({ start, end })

/** A new file entry with its bytes. */
export function* fileParts(name: string, bytes: Uint8Array): Generator<Part> {
  yield fileHeader(name, bytes.length)
  yield bytes
  yield padding(bytes.length)
}

/** A new entry around bytes of the source. */
export function* payloadParts(name: string, entry: Entry): Generator<Part> {
  yield fileHeader(name, entry.size)
  yield span(entry.start, entry.start + entry.size)
  yield padding(entry.size)
}

/** An entry as it stands. The last one may lack its padding, which what comes behind it here needs. */
export function* entryParts({ at, next }: Entry, source: Blob): Generator<Part> {
  yield span(at, Math.min(next, source.size))
  yield new Uint8Array(Math.max(0, next - source.size))
}

/** The entry's own header blocks, saying that it has no payload; every other byte as it was. */
export async function emptiedEntry(source: Blob, entry: Entry): Promise<Uint8Array> {
  const bytes = new Uint8Array(await source.slice(entry.at, entry.header + BLOCK).arrayBuffer())
  for (const { start, end } of entry.sizeRecords) {
    const digits = bytes.subarray(start - entry.at, end - entry.at)
    digits.set(new TextEncoder().encode(zerosLike(digits)))
  }
  const header = entry.header - entry.at
  bytes.set(emptiedHeader(bytes.subarray(header, header + BLOCK)), header)
  return bytes
}

export { endOfArchive }

/** One Blob of slices: neighbours are joined, because a Blob of very many parts is slow to make and to read. */
export function assemble(parts: Iterable<Part>, source: Blob): Blob {
  const pieces: BlobPart[] = []
  let bytes: Uint8Array<ArrayBuffer>[] = []
  let open: { start: number; end: number } | undefined

  const flush = (): void => {
    if (open) pieces.push(source.slice(open.start, open.end))
    if (bytes.length > 0) pieces.push(new Blob(bytes))
    open = undefined
    bytes = []
  }
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      if (part.length === 0) continue
      if (open) flush()
      bytes.push(part as Uint8Array<ArrayBuffer>)
    } else if (open?.end === part.start) {
      open = { start: open.start, end: part.end }
    } else if (part.end > part.start) {
      flush()
      open = { start: part.start, end: part.end }
    }
  }
  flush()
  return new Blob(pieces, { type: 'application/x-tar' })
}
