import { ArchiveError } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import type { Descriptor } from './descriptor'
import { digestOfPath, EMPTY_BLOB, type Digest } from './digest'
import { encodingOf } from './encoding'
import { plainPath, type Files } from './files'
import type { Payload } from './model'

/** Entries that have another use than to be a layer. */
interface Taken {
  /** The archive's own JSON. */
  readonly members: ReadonlySet<Entry>
  /** What belongs to something that is no image, too. */
  readonly pinned: ReadonlySet<Entry>
}

/**
 * Gives each stored layer one Payload, whatever paths and links lead to it. Where no bytes are left, one name may stand for
 * several layers, as the empty blob does in an image that was slimmed wrongly: each of them is a Payload.
 */
export class Payloads {
  readonly #tar: TarIndex
  readonly #files: Files
  readonly #taken: Taken
  readonly #byEntry = new Map<Entry, Payload>()
  readonly #withoutBytes = new Map<string, Payload>()

  constructor(tar: TarIndex, files: Files, taken: Taken) {
    this.#tar = tar
    this.#files = files
    this.#taken = taken
  }

  /**
   * @param descriptor what the manifest says of the stored bytes, where there is one.
   * @param source where else a layer that is absent can be had.
   */
  at(path: string, diffId: Digest, descriptor: Descriptor | undefined, source = descriptor): Payload {
    const entry = this.#files.find(path)
    if (entry?.type === 'sparse') throw new ArchiveError('sparse-layer', { file: this.#tar.name, entry: entry.name })
    if (entry && this.#taken.members.has(entry)) return this.#lacking(path, diffId, descriptor, 'member')
    if (!entry) return this.#lacking(path, diffId, descriptor, isForeign(source) ? 'foreign' : 'lost')
    const known = entry.size > 0 ? this.#byEntry.get(entry) : this.#withoutBytes.get(`${diffId} ${entry.name}`)
    if (known) return known
    const payload = this.#stored(path, entry, diffId, descriptor)
    if (entry.size > 0) this.#byEntry.set(entry, payload)
    else this.#withoutBytes.set(`${diffId} ${entry.name}`, payload)
    return payload
  }

  #stored(path: string, entry: Entry, diffId: Digest, descriptor: Descriptor | undefined): Payload {
    const { bytes: all } = this.#tar
    const encoding = encodingOf(entry.size > 0 ? entry.magic : undefined, [descriptor?.mediaType ?? '', path])
    // A layer of no bytes at all is whole without any.
    const whole = entry.size > 0 || diffId === EMPTY_BLOB
    return {
      diffId,
      path: entry.name,
      state: whole ? 'whole' : 'emptied',
      entry,
      absence: undefined,
      copies: this.#files.copiesOf(entry).filter(({ size }) => size === entry.size),
      pinned: this.#taken.pinned.has(entry),
      encoding,
      size: entry.size,
      // Made when asked for: of ten thousand layers most slices are never needed, and a browser takes its time for each.
      get bytes() {
        return whole ? all?.slice(entry.start, entry.start + entry.size) : undefined
      },
      digest: digestIn(path, entry) ?? (encoding === 'tar' ? diffId : undefined),
    }
  }

  #lacking(
    path: string,
    diffId: Digest,
    descriptor: Descriptor | undefined,
    absence: NonNullable<Payload['absence']>,
  ): Payload {
    const name = `${diffId} ${path}`
    const known = this.#withoutBytes.get(name)
    if (known) return known
    const encoding = encodingOf(undefined, [descriptor?.mediaType ?? '', path])
    const payload: Payload = {
      diffId,
      path,
      state: 'absent',
      entry: undefined,
      absence,
      copies: [],
      pinned: false,
      encoding,
      size: 0,
      bytes: undefined,
      digest: digestOfPath(plainPath(path)) ?? (encoding === 'tar' ? diffId : undefined),
    }
    this.#withoutBytes.set(name, payload)
    return payload
  }
}

/** What an OCI layout calls it. An uncompressed layer's digest is its diff ID; a compressed one's is known nowhere else. */
const digestIn = (path: string, entry: Entry) => digestOfPath(plainPath(entry.name)) ?? digestOfPath(plainPath(path))

/** Windows' base layers, which archives need not hold. */
const isForeign = (descriptor: Descriptor | undefined) =>
  descriptor !== undefined &&
  ((descriptor.urls ?? []).length > 0 || /foreign|nondistributable/.test(descriptor.mediaType))

/** A layer's stored bytes, for those who can't do without. */
export function storedBytes({ name }: Pick<TarIndex, 'name'>, { bytes }: Payload): Blob {
  if (!bytes) throw new ArchiveError('bytes-not-kept', { file: name })
  return bytes
}
