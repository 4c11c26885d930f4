/** Every error that a user can meet. The words for each, in each language, are in messages/. */
export const errorCodes = [
  'empty-file',
  'not-a-tar',
  'json-as-archive',
  'packed-corrupt',
  'packed-truncated',
  'zstd-window',
  'xz-filter',
  'decompression-bomb',
  'bad-zip',
  'zip-encrypted',
  'zip-without-archive',
  'truncated-header',
  'truncated-payload',
  'bad-checksum',
  'bad-size',
  'bad-pax',
  'oversized-header',
  'not-an-image',
  'archive-within',
  'old-image-format',
  'not-json',
  'json-too-large',
  'bad-manifest',
  'bad-index',
  'bad-config',
  'file-absent',
  'unsafe-path',
  'link-loop',
  'nested-too-deep',
  'sparse-layer',
  'inventory-not-json',
  'not-an-inventory',
  'inventory-without-diff-ids',
  'inventory-index',
  'bad-site',
  'bytes-not-kept',
  'unreadable',
  'changed-on-disk',
  'worker-died',
  'out-of-space',
  'disk-full',
  'unexpected',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What an error's words are filled with: file, offset (bytes), entry, expected, found, image… */
export type Facts = Readonly<Record<string, string | number>>

/** An error with a code and facts, no words: it crosses from the worker as plain data. */
export class ArchiveError extends Error {
  readonly code: ErrorCode
  readonly facts: Facts

  constructor(code: ErrorCode, facts: Facts = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.name = 'ArchiveError'
    this.code = code
    this.facts = facts
  }
}

export interface Fault {
  readonly code: ErrorCode
  readonly facts: Facts
}

/** Whatever was thrown, as data: what is no error of ours keeps its own message under `unexpected`. */
export function faultOf(thrown: unknown, file = ''): Fault {
  if (thrown instanceof ArchiveError) return { code: thrown.code, facts: { file, ...thrown.facts } }
  const name = thrown instanceof Error ? thrown.name : ''
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  if (name === 'NotReadableError' || name === 'NotFoundError') return { code: 'unreadable', facts: { file, reason } }
  if (name === 'QuotaExceededError') return { code: 'disk-full', facts: { file, reason } }
  return { code: 'unexpected', facts: { file, reason } }
}
