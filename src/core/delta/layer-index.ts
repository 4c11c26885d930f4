import { letGo } from '../compression/same-memory'
import type { PrintColumns } from './fingerprints'
import type { NameColumns } from './names'

/** What an old layer has, counted from its beginning: plain data, which can be kept, and cross to another worker. */
export interface LayerIndex {
  /** One place in 2^bits of it was sampled. */
  readonly bits: number
  readonly prints: PrintColumns
  readonly names: NameColumns
}

/** The memory that it takes. */
export const buffersOf = ({ prints, names }: LayerIndex): readonly ArrayBuffer[] =>
  [prints.prints, prints.ends, names.entries, names.byPath, names.byName].map(({ buffer }) => buffer)

/** Bytes of all that is kept of old layers: what is beyond is read again. */
export const MOST_KEPT = 12 * 1024 * 1024

export const memoryOf = (index: LayerIndex) => buffersOf(index).reduce((sum, { byteLength }) => sum + byteLength, 0)

/** Frees all but the entries: once several layers are joined, it is needed no more. */
export function closeLayer({ prints, names }: LayerIndex): void {
  for (const { buffer } of [prints.prints, prints.ends, names.byPath, names.byName]) letGo(buffer)
}
