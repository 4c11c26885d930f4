import { slice, BLOCK, type Field } from './header'
import { decimal, headerNumber } from './number'
import type { Pax } from './pax'
import type { Reading } from './source'

/**
 * Sparse files (GNU tar manual, "Storing Sparse Files"). Nobody here unpacks one; but where Go's archive/tar refuses a map,
 * the engines refuse the archive, and so do we.
 */
export interface SparseMap {
  /** The whole file's size. */
  readonly size: number | undefined
  /** Offset and length of each piece, in turns. */
  readonly pieces: readonly (number | undefined)[]
  /** Bytes of the map that stand between the header and the pieces. */
  readonly length: number
}

const OFFSET: Field = [0, 12]
const NUMBYTES: Field = [12, 12]
const PIECE = 24
const inHeader = { pieces: 4, at: 386, isextended: 482, realsize: [483, 12] } as const
const inBlock = { pieces: 21, at: 0, isextended: 504 } as const

/** More pieces are refused, as Go's archive/tar does. */
const MOST_PIECES = 1024 * 1024
const LONGEST_MAP = 16 * 1024 * 1024

/** The old kind: in the header, and in the blocks that follow it. */
export async function oldMap(source: Reading, offset: number, block: Uint8Array): Promise<SparseMap | undefined> {
  const size = headerNumber(slice(block, inHeader.realsize))
  const pieces = piecesIn(block, inHeader)
  let more = block[inHeader.isextended] !== 0
  let length = 0
  for (; more; length += BLOCK) {
    const next = await source.read(offset + BLOCK + length, BLOCK)
    if (next.length < BLOCK || pieces.length > 2 * MOST_PIECES) return undefined
    pieces.push(...piecesIn(next, inBlock))
    more = next[inBlock.isextended] !== 0
  }
  return { size, pieces, length }
}

function piecesIn(block: Uint8Array, { at, pieces }: { at: number; pieces: number }): (number | undefined)[] {
  const found: (number | undefined)[] = []
  for (let start = at; start < at + pieces * PIECE && block[start] !== 0; start += PIECE) {
    const piece = block.subarray(start, start + PIECE)
    found.push(headerNumber(slice(piece, OFFSET)), headerNumber(slice(piece, NUMBYTES)))
  }
  return found
}

/** The PAX kinds, by the records that say which; other versions are files like any other. */
export function paxSparse(values: Pax['values']): '0.x' | '1.0' | undefined {
  const major = values.get('GNU.sparse.major') ?? ''
  const minor = values.get('GNU.sparse.minor') ?? ''
  if (major === '0' && (minor === '0' || minor === '1')) return '0.x'
  if (major === '1' && minor === '0') return '1.0'
  return major === '' && minor === '' && values.get('GNU.sparse.map') ? '0.x' : undefined
}

/** Where no record gives the file's whole size, it is the payload's. */
export async function paxMap(
  kind: '0.x' | '1.0',
  values: Pax['values'],
  source: Reading,
  { start, size }: { readonly start: number; readonly size: number },
): Promise<SparseMap | undefined> {
  const stated = values.get('GNU.sparse.size') || values.get('GNU.sparse.realsize')
  const whole = stated ? decimal(stated) : size
  if (kind === '1.0') {
    const map = await mapBefore(source, start, size)
    return map && { size: whole, ...map }
  }
  const pieces = (values.get('GNU.sparse.map') ?? '')
    .split(',')
    .filter((_, at, all) => all.length > 1 || all[at] !== '')
  const count = decimal(values.get('GNU.sparse.numblocks') ?? '')
  return count === undefined || pieces.length !== 2 * count
    ? undefined
    : { size: whole, pieces: pieces.map(decimal), length: 0 }
}

/** Version 1.0 keeps its map in front of the pieces: lines of decimal numbers, the first their count, in whole blocks. */
async function mapBefore(source: Reading, start: number, size: number) {
  const lines: string[] = []
  let rest = ''
  let length = 0
  const read = async (wanted: number): Promise<boolean> => {
    for (; lines.length < wanted; length += BLOCK) {
      const block =
        length + BLOCK <= Math.min(size, LONGEST_MAP) ? await source.read(start + length, BLOCK) : new Uint8Array()
      if (block.length < BLOCK) return false
      const [first = '', ...others] = String.fromCharCode(...block).split('\n')
      if (others.length === 0) rest += first
      else {
        lines.push(rest + first, ...others.slice(0, -1))
        rest = others.at(-1) ?? ''
      }
    }
    return true
  }
  if (!(await read(1))) return undefined
  const count = decimal(lines[0] ?? '')
  if (count === undefined || count < 0 || count > MOST_PIECES || !(await read(1 + 2 * count))) return undefined
  return { pieces: lines.slice(1, 1 + 2 * count).map(decimal), length }
}

/**
 * Pieces stand in order, within the file, and their bytes are as many as there are: whatever differs, Go's archive/tar refuses.
 */
export function isSound({ size, pieces }: SparseMap, present: number): boolean {
  if (size === undefined || !Number.isSafeInteger(size) || size < 0) return false
  let end = 0
  let bytes = 0
  for (let at = 0; at < pieces.length; at += 2) {
    const offset = pieces[at]
    const numbytes = pieces[at + 1]
    if (offset === undefined || numbytes === undefined || numbytes < 0 || offset < end) return false
    end = offset + numbytes
    bytes += numbytes
    if (end > size) return false
  }
  return bytes === present
}
