import { ArchiveError, errorOf } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'

/** The largest JSON member that is read. Real ones have kilobytes; containerd stops at 8 MiB. */
export const LARGEST_JSON = 16 * 1024 * 1024

/** The longest list of images, names, manifests or layers that is read: engines stop at 127 layers, and a page shows them all. */
export const LONGEST_LIST = 10_000

/** The most layers of all images of an archive together: hundreds of images of as many as an engine takes. */
export const MOST_LAYERS = 50_000

/** The longest name or path that is read: Linux takes no longer path, and no engine a longer name. */
export const LONGEST_NAME = 4096

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

export const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const listOf = (json: JsonObject, key: string): readonly unknown[] => (Array.isArray(json[key]) ? json[key] : [])

/** A count of bytes from outside: a whole number that JavaScript counts exactly. */
export const isByteCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

export interface ReadJson {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly json: unknown
  /** Whether more stands behind the value, or a byte order mark before it: not every engine takes that. */
  readonly odd: 'behind' | 'marked' | undefined
}

/** Reads one small member as JSON. Throws `json-too-large`, `json-behind` or `not-json`, naming the entry and its offset. */
export async function readJson(tar: TarIndex, entry: Entry): Promise<ReadJson> {
  const read = await readFirstJson(tar, entry)
  if (read.odd === 'behind')
    throw new ArchiveError('json-behind', { file: tar.name, entry: entry.name, offset: entry.start })
  return read
}

/** The same of the lists of images, of which most engines read the first value and stop. */
export async function readFirstJson(tar: TarIndex, entry: Entry): Promise<ReadJson> {
  const place = { file: tar.name, entry: entry.name, offset: entry.start }
  if (entry.size > LARGEST_JSON)
    throw new ArchiveError('json-too-large', { ...place, found: entry.size, expected: LARGEST_JSON })
  const bytes = (await tar.read(entry)).slice()
  if (bytes.length < entry.size)
    throw new ArchiveError('truncated-payload', { ...place, expected: entry.size, found: bytes.length })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const { json, isAll } = firstValue(text)
    return { bytes, json, odd: isAll ? (bytes[0] === BYTE_ORDER_MARK ? 'marked' : undefined) : 'behind' }
  } catch (cause) {
    throw new ArchiveError('not-json', { ...place, reason: String(cause) }, { cause })
  }
}

/** Of UTF-8: engines take no JSON behind it. */
const BYTE_ORDER_MARK = 0xef

/** @throws SyntaxError where there is not even one value. */
function firstValue(text: string): { readonly json: unknown; readonly isAll: boolean } {
  try {
    return { json: JSON.parse(text), isAll: true }
  } catch (cause) {
    const end = endOfFirst(text)
    if (end === undefined) throw cause
    return { json: JSON.parse(text.slice(0, end)), isAll: false }
  }
}

/** Where the brackets of a text's first value close, if they do. */
function endOfFirst(text: string): number | undefined {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth++
    else if (token.length === 1) depth--
    if (depth === 0) return token.length === 1 ? index + 1 : undefined
  }
  return undefined
}

/** A parser's way out: what was expected at which place of which member. */
export function refuse(
  code: 'bad-manifest' | 'bad-index' | 'bad-config',
  tar: TarIndex,
  entry: Entry,
  expected: string,
): never {
  throw errorOf({ code, facts: { file: tar.name, entry: entry.name, offset: entry.start, expected } })
}
