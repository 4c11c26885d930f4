import { ArchiveError } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { digestOfPath, type Digest } from './digest'
import { plainPath, type Files } from './files'
import type { Encoding, Payload } from './model'

const GZIP = 0x1f8b
const ZSTD = 0x28b52ffd

/**
 * Gives each stored layer one Payload, whatever paths and links lead to it. Where no bytes are left, one name may stand for
 * several layers, as the empty blob does in an image that was slimmed wrongly: each of them is a Payload.
 */
export class Payloads {
  readonly #tar: TarIndex
  readonly #files: Files
  readonly #byEntry = new Map<Entry, Payload>()
  readonly #withoutBytes = new Map<string, Payload>()

  constructor(tar: TarIndex, files: Files) {
    this.#tar = tar
    this.#files = files
  }

  at(path: string, diffId: Digest): Payload {
    const entry = this.#files.find(path)
    if (entry?.type === 'sparse') throw new ArchiveError('sparse-layer', { file: this.#tar.name, entry: entry.name })
    const whole = entry && entry.size > 0 ? entry : undefined
    const emptyName = `${diffId} ${entry?.name ?? path}`
    const known = whole ? this.#byEntry.get(whole) : this.#withoutBytes.get(emptyName)
    if (known) return known
    const payload = toPayload(this.#tar, path, entry, diffId)
    if (whole) this.#byEntry.set(whole, payload)
    else this.#withoutBytes.set(emptyName, payload)
    return payload
  }
}

function toPayload(tar: TarIndex, path: string, entry: Entry | undefined, diffId: Digest): Payload {
  const encoding = entry && entry.size > 0 ? encodingOf(entry.magic) : encodingOfName(path)
  const stored = digestOfPath(plainPath(entry?.name ?? path)) ?? digestOfPath(path)
  return {
    diffId,
    path: entry?.name ?? path,
    state: entry === undefined ? 'absent' : entry.size === 0 ? 'emptied' : 'whole',
    entry,
    encoding,
    size: entry?.size ?? 0,
    // Made when asked for: of ten thousand layers most slices are never needed, and a browser takes its time for each.
    get bytes() {
      return entry && entry.size > 0 ? tar.bytes?.slice(entry.start, entry.start + entry.size) : undefined
    },
    // An uncompressed layer's digest is its diff ID; a compressed one's is known where an OCI layout names it.
    digest: stored ?? (encoding === 'tar' ? diffId : undefined),
  }
}

function encodingOf(magic: number): Encoding {
  if (magic >>> 16 === GZIP) return 'gzip'
  return magic === ZSTD ? 'zstd' : 'tar'
}

/** Where no bytes are left to tell by. */
function encodingOfName(path: string): Encoding {
  if (/\.t?gz$/.test(path)) return 'gzip'
  return /\.(?:tar\.)?zst$/.test(path) ? 'zstd' : 'tar'
}

/** A layer's stored bytes, for those who can't do without. */
export function storedBytes({ name }: Pick<TarIndex, 'name'>, { bytes }: Payload): Blob {
  if (!bytes) throw new ArchiveError('bytes-not-kept', { file: name })
  return bytes
}
