import { decimal } from './number'
import { decoded } from './text'

/** What an extended header says of the entry behind it, as far as anybody asks. */
export interface Pax {
  /** Of several records with one keyword the last counts; an empty value leaves what the header says. */
  readonly values: ReadonlyMap<string, string>
  /** Where the values of `size` stand, counted from the records' start. */
  readonly sizes: readonly Place[]
}

/** Bytes by their place, the end exclusive. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** One character a byte, so that places in the text are places in the bytes. */
const bytewise = new TextDecoder('latin1')

const NAMES = ['path', 'linkpath', 'uname', 'gname']
const ASKED = new Set([...NAMES, 'size', 'uid', 'gid', 'mtime', 'atime', 'ctime'])
const SPARSE = 'GNU.sparse.'

/** The shortest record there can be: `5 a=\n`. */
const SHORTEST = 5

/**
 * The records `"%d %s=%s\n", <length>, <keyword>, <value>` (POSIX pax, "pax Extended Header"), as strictly as Go's archive/tar
 * takes them. Undefined where one is not well formed: then nothing that follows can be trusted.
 */
export function parsePax(bytes: Uint8Array): Pax | undefined {
  const text = bytewise.decode(bytes)
  const values = new Map<string, string>()
  const sizes: Place[] = []
  const pieces: string[] = []
  for (let at = 0; at < text.length;) {
    const space = text.indexOf(' ', at)
    const length = space < 0 ? undefined : decimal(text.slice(at, space))
    if (length === undefined || length < SHORTEST || at + length > text.length || space + 2 > at + length)
      return undefined
    const end = at + length - 1
    const equals = text.indexOf('=', space)
    if (text[end] !== '\n' || equals < 0 || equals >= end) return undefined
    const key = text.slice(space + 1, equals)
    const place = { start: equals + 1, end }
    if (!isSound(key, text, place)) return undefined
    if (key === 'size') sizes.push(place)
    if (key === `${SPARSE}offset` || key === `${SPARSE}numbytes`) {
      const due = pieces.length % 2 === 0 ? 'offset' : 'numbytes'
      const value = text.slice(place.start, end)
      if (key !== SPARSE + due || value.includes(',')) return undefined
      pieces.push(value)
    } else if (ASKED.has(key) || key.startsWith(SPARSE)) values.set(key, decoded(bytes.subarray(place.start, end)))
    at = end + 1
  }
  // The oldest sparse files keep each piece in records of its own: the same map, written longer.
  if (pieces.length > 0) values.set(`${SPARSE}map`, pieces.join(','))
  return { values, sizes }
}

/** Keywords may hold no NUL, and the names of files and owners neither. */
function isSound(key: string, text: string, { start, end }: Place): boolean {
  if (key === '') return false
  return NAMES.includes(key) ? !text.slice(start, end).includes('\0') : !key.includes('\0')
}

/** One record, its length counting its own digits. */
export function paxRecord(key: string, value: string): string {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`).length
  let length = rest
  while (length !== rest + String(length).length) length = rest + String(length).length
  return `${length} ${key}=${value}\n`
}
