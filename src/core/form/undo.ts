import { plainPath } from '../image/files'
import { isByteCount, isObject, LARGEST_JSON } from '../image/json'
import { keptBytes, type TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { json } from './oci-json'
import { fileParts, type Part } from './parts'

/** What undoes an edit once its layers are there again. */
export interface Undo {
  /** What index.json held. */
  readonly index?: string
  /** What manifest.json held. */
  readonly list?: string
  /** Members that were added. */
  readonly added: readonly string[]
  /** Bytes of the original: behind its last member stood nothing but zeros, as many as it takes. */
  readonly size?: number
}

/** It is an output's last member: every engine passes over it. */
const NAME = 'layershed.json'
const VERSION = 1

/** What an output may have had added. */
const ADDABLE: readonly unknown[] = ['oci-layout', 'manifest.json']

/** Blocking fills up ten kilobytes; some media want more. */
const LONGEST_TAIL = 1024 * 1024
const BLOCK_CUT = -512

export const undoParts = (undo: Undo): Iterable<Part> => fileParts(NAME, json({ layershed: VERSION, ...undo }))

/** The archive's own, where it has one that can be followed. */
export async function undoIn(tar: TarIndex): Promise<(Undo & { readonly entry: Entry }) | undefined> {
  const entry = tar.entries.at(-1)
  if (entry?.type !== 'file' || plainPath(entry.name) !== NAME || entry.size > LARGEST_JSON) return undefined
  const said = parsed(new TextDecoder().decode(await tar.read(entry)))
  if (!isObject(said) || said['layershed'] !== VERSION) return undefined
  const { index, list, added, size } = said
  if (!Array.isArray(added) || !added.every((name) => ADDABLE.includes(name))) return undefined
  return {
    entry,
    added: ADDABLE.filter((name): name is string => added.includes(name)),
    ...(typeof index === 'string' ? { index } : {}),
    ...(typeof list === 'string' ? { list } : {}),
    ...(isByteCount(size) ? { size } : {}),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether an archive can have its size back: what follows its last member is zeros, and not too many of them. */
export async function endsInZeros(tar: TarIndex): Promise<boolean> {
  const tail = tar.size - tar.end.end
  if (!isTail(tail)) return false
  const bytes = new Uint8Array(await keptBytes(tar).slice(tar.end.end).arrayBuffer())
  return bytes.every((byte) => byte === 0)
}

/** Fewer than none, where the last member lacks its padding. */
const isTail = (bytes: number) => bytes > BLOCK_CUT && bytes <= LONGEST_TAIL

/** Brings members back to the size of their archive, by zeros at the end; undefined where that can't be it. */
export function withTail(members: Blob, size: number): Blob | undefined {
  const tail = size - members.size
  if (!isTail(tail)) return undefined
  return tail < 0 ? members.slice(0, size) : new Blob([members, new Uint8Array(tail)])
}
