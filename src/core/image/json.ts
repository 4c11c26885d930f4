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

/** Reads one small member as JSON. Throws `json-too-large` or `not-json`, naming the entry and its offset. */
export async function readJson(
  tar: TarIndex,
  entry: Entry,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; json: unknown }> {
  const place = { file: tar.name, entry: entry.name, offset: entry.start }
  if (entry.size > LARGEST_JSON)
    throw new ArchiveError('json-too-large', { ...place, found: entry.size, expected: LARGEST_JSON })
  const bytes = (await tar.read(entry)).slice()
  if (bytes.length < entry.size)
    throw new ArchiveError('truncated-payload', { ...place, expected: entry.size, found: bytes.length })
  try {
    return { bytes, json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch (cause) {
    throw new ArchiveError('not-json', { ...place, reason: String(cause) }, { cause })
  }
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
