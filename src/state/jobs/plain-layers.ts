import { ArchiveError, type ErrorCode } from '../../core/errors'
import { spools } from '../../storage/opfs/scratch'
import type { LayerOfFile } from '../../worker/compact/api'

/** Bytes of all that is kept: beyond that, what nobody uses is unpacked again. Others need the room that a browser gives, too. */
const MOST = 2 * 1024 ** 3
const SHARE = 1 / 8

/** Where a browser does not say how much it gives. */
const UNKNOWN = 2 * 1024 ** 3

/** What is said where there is too little room. */
const OF_ROOM: readonly ErrorCode[] = ['out-of-space', 'compact-room']

interface Spooled {
  readonly bytes: Blob
  /** The name under which they are kept. */
  readonly spool: string
}

interface Plain extends Spooled {
  readonly file: string
  readonly edition: number | undefined
  /** How many use it now. */
  users: number
}

/** @param spool the name under which the plain bytes are to be kept. */
type Unpack = (spool: string) => Promise<Blob>

/**
 * Layers that were unpacked, in spools, for whatever is made of them next: an archive is made after it was told what it will be, and
 * many build upon the same. What was used last stays.
 */
export class PlainLayers {
  readonly #editionOf: (file: string) => number | undefined
  readonly #layers = new Map<string, Plain>()
  readonly #used = new Map<string, readonly Plain[]>()
  #size = 0
  #most = 0

  /** @param editionOf another where another file stands behind an id; undefined once it is gone. */
  constructor(editionOf: (file: string) => number | undefined) {
    this.#editionOf = editionOf
  }

  has(layer: LayerOfFile): boolean {
    return this.#layers.has(this.#keyOf(layer))
  }

  /** Its plain bytes, which are there until `user` releases them. */
  async take(user: string, layer: LayerOfFile, unpack: Unpack): Promise<Blob> {
    const [key, edition] = [this.#keyOf(layer), this.#editionOf(layer.id)]
    this.#most = await mostKept()
    const plain =
      this.#layers.get(key) ??
      this.#kept(key, { ...(await this.inRoom(() => spooled(unpack))), file: layer.id, edition, users: 0 })
    plain.users++
    this.#used.set(user, [...(this.#used.get(user) ?? []), plain])
    this.#layers.delete(key)
    this.#layers.set(key, plain)
    this.#trim()
    return plain.bytes
  }

  /** All that it took. @param read whoever still reads that, where somebody does. */
  release(user: string, read?: Promise<unknown>): void {
    const used = this.#used.get(user) ?? []
    this.#used.delete(user)
    const give = () => {
      for (const one of used) one.users--
      this.#trim()
    }
    if (read) void read.then(give, give)
    else give()
  }

  /** Works once more where room was lacking, if there was something that nobody uses: it is gone then. */
  async inRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError) || !OF_ROOM.includes(thrown.code) || !this.#drop(() => true)) throw thrown
      return work()
    }
  }

  /** Gives back the room of what belongs to files that are gone. */
  prune(): void {
    this.#drop(({ file, edition }) => edition !== this.#editionOf(file))
  }

  #kept(key: string, plain: Plain): Plain {
    const known = this.#layers.get(key)
    if (known) void spools.release(plain.spool)
    else {
      this.#layers.set(key, plain)
      this.#size += plain.bytes.size
    }
    return known ?? plain
  }

  #trim(): void {
    this.prune()
    this.#drop(() => this.#size > this.#most)
  }

  /** Of what nobody uses, the oldest first. @returns whether there was any. */
  #drop(isGone: (plain: Plain) => boolean): boolean {
    const before = this.#layers.size
    for (const [key, plain] of this.#layers)
      if (plain.users === 0 && isGone(plain)) {
        this.#layers.delete(key)
        this.#size -= plain.bytes.size
        void spools.release(plain.spool)
      }
    return this.#layers.size < before
  }

  #keyOf({ id, entry, blob }: LayerOfFile): string {
    return JSON.stringify([id, this.#editionOf(id), entry, blob.size])
  }
}

async function mostKept(): Promise<number> {
  const { quota = UNKNOWN } = (await navigator.storage?.estimate().catch(() => undefined)) ?? {}
  return Math.min(MOST, quota * SHARE)
}

async function spooled(unpack: Unpack): Promise<Spooled> {
  const spool = await spools.claim()
  try {
    return { bytes: await unpack(spool), spool }
  } catch (thrown) {
    void spools.release(spool)
    throw thrown
  }
}
