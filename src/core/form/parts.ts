import { BLOCK } from '../tar/header'
import { keptBytes, type TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { fileHeader, padding, resizedDecimal, resizedHeader } from '../tar/write'

type Bytes = Uint8Array<ArrayBuffer>

/** A piece of an output: new bytes, or bytes of some source by reference. */
export type Part = Bytes | Blob

export const sizeOf = (part: Part) => (part instanceof Blob ? part.size : part.length)

/** A new file entry with its bytes. */
export function* fileParts<T extends Part>(name: string, bytes: T): Generator<T | Bytes> {
  const size = sizeOf(bytes)
  yield fileHeader(name, size)
  yield bytes
  yield padding(size)
}

/**
 * The archive's entries in their order, some of them written anew. All that stand one behind the other and stay as they are make
 * one slice, because a Blob of very many is slow to make and to read.
 * @param instead what stands for an entry; undefined where it stays.
 * @param end where the last slice ends: behind the last entry, unless what follows it comes along.
 */
export async function* rewritten(
  tar: TarIndex,
  instead: (entry: Entry) => AsyncIterable<Part> | Iterable<Part> | undefined,
  end?: number,
): AsyncGenerator<Part> {
  let run = { start: 0, end: 0 }
  for (const entry of tar.entries) {
    const parts = instead(entry)
    if (!parts && entry.at === run.end) {
      run = { start: run.start, end: entry.next }
      continue
    }
    yield* untouched(tar, run)
    run = { start: parts ? entry.next : entry.at, end: entry.next }
    if (parts) yield* parts
  }
  yield* untouched(tar, { start: run.start, end: end ?? run.end })
}

/** The last entry of an archive may lack its padding, which what comes behind it here needs. */
function* untouched(tar: TarIndex, { start, end }: { readonly start: number; readonly end: number }): Generator<Part> {
  if (end <= start) return
  yield keptBytes(tar).slice(start, end)
  if (end > tar.size) yield new Uint8Array(end - tar.size)
}

/** The entry without its payload: its own header blocks, saying so; every other byte as it was. */
export async function* emptiedEntry(tar: TarIndex, entry: Entry): AsyncGenerator<Part> {
  yield (await resizedEntry(tar, entry, 0)) ?? fileHeader(entry.name, 0)
}

/** The entry with another payload, under its own header blocks as far as they have room for its size. */
export async function* refilledEntry(tar: TarIndex, entry: Entry, bytes: Part): AsyncGenerator<Part> {
  const size = sizeOf(bytes)
  yield (await resizedEntry(tar, entry, size)) ?? fileHeader(entry.name, size)
  yield bytes
  yield padding(size)
}

/** The entry's header blocks, stating another size where they state one that counts: a PAX record wins over the header. */
export async function resizedEntry(tar: TarIndex, entry: Entry, size: number): Promise<Bytes | undefined> {
  return resizedBlocks(
    (await tar.read({ start: entry.at, size: entry.header + BLOCK - entry.at })).slice(),
    entry,
    size,
  )
}

/** The same of header blocks that are there; they are written over. */
export function resizedBlocks(bytes: Bytes, entry: Entry, size: number): Bytes | undefined {
  const record = entry.sizeRecords.at(-1)
  // An empty value takes a record back.
  const [start, end] =
    record && record.end > record.start
      ? [record.start - entry.at, record.end - entry.at]
      : [entry.header - entry.at, bytes.length]
  const resized = (end === bytes.length ? resizedHeader : resizedDecimal)(bytes.subarray(start, end), size)
  if (resized) bytes.set(resized, start)
  return resized && bytes
}
