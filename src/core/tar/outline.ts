import type { TarIndex } from './index'
import { BlobSource } from './source'
import type { Entry, TarEnd } from './walk'

/** An archive's table of contents and its JSON members, as plain data: what is left of a stream that went by. */
export interface Outline {
  readonly name: string
  readonly entries: readonly Entry[]
  readonly end: TarEnd
  /** The bytes of members that look like JSON, by the offset of their payload. */
  readonly members: ReadonlyMap<number, Uint8Array>
  /** Bytes of the plain archive. */
  readonly size: number
}

/**
 * The outline as the index of a tar.
 * @param bytes of the plain archive; undefined where they were not kept.
 */
export function indexOf({ name, size, entries, end, members }: Outline, bytes: Blob | undefined): TarIndex {
  const source = new BlobSource(bytes ?? new Blob(), name)
  return {
    name,
    size,
    bytes,
    entries,
    end,
    read: async ({ start, size }) => members.get(start) ?? source.read(start, size),
  }
}
