import { letGo } from '../compression/chunks'
import type { Source } from '../tar/source'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'
import { Sequel } from './sequel'

/** What lies here and there is asked for by so little. A read costs half a millisecond before its first byte comes. */
const BLOCK = 256 * 1024

/** In blocks: how many of the last that were used are kept, and how many are read ahead, at most, of one that others led to. */
export interface Keeping {
  readonly kept: number
  readonly ahead: number
}

interface Block {
  readonly start: number
  readonly bytes: Uint8Array
}

/** Blocks that came by one read. */
class Run {
  readonly start: number
  readonly #reading: Promise<Uint8Array<ArrayBuffer>>
  #bytes: Uint8Array<ArrayBuffer> | undefined
  #used: number

  constructor(start: number, blocks: number, reading: Promise<Uint8Array<ArrayBuffer>>) {
    this.start = start
    this.#used = blocks
    this.#reading = reading
    this.#reading.then(
      (bytes) => (this.#bytes = bytes),
      // Nobody may ask for what is read ahead; whoever does is told.
      () => {},
    )
  }

  /** Undefined as long as they are read. */
  get bytes(): Uint8Array<ArrayBuffer> | undefined {
    return this.#bytes
  }

  read(): Promise<Uint8Array> {
    return this.#reading
  }

  /** A block is needed no more; with the last of them their memory goes. */
  release(): void {
    if (--this.#used === 0) void this.#reading.then(({ buffer }) => letGo(buffer)).catch(() => {})
  }
}

/**
 * Bytes by their places, read in blocks of which the last that were used are kept; no block crosses from one source into the next.
 * What is given out is good until the next is asked for.
 */
export class Blocks {
  readonly size: number
  readonly #space: OldSpace
  readonly #keeping: Keeping
  /** By their beginnings; the one that was used last stands last. */
  readonly #blocks = new Map<number, Run>()
  #current: Block = { start: 0, bytes: NOTHING }
  #joined = new Uint8Array()
  /** What is read in order for long. */
  #sequel: Sequel | undefined

  constructor(space: OldSpace, keeping: Keeping) {
    this.#space = space
    this.#keeping = keeping
    this.size = space.size
  }

  /** Where the source of an address begins, and where it ends. */
  boundsOf(at: number): Range {
    return this.#space.boundsOf(at)
  }

  /** One of the sources by itself, as what walks a tar reads it. */
  source({ start, end }: Range): Source {
    return { name: '', size: end - start, read: async (offset, length) => this.read(start + offset, length) }
  }

  /** So many bytes from a place on, fewer where its source ends. */
  read(start: number, length: number): Uint8Array | Promise<Uint8Array> {
    const { start: first, bytes } = this.#current
    if (start >= first && start + length <= first + bytes.length)
      return bytes.subarray(start - first, start - first + length)
    return this.#joinedFrom(start, length)
  }

  /** Some bytes from a place on: those of its block. None where everything ends. */
  from(at: number): Uint8Array | Promise<Uint8Array> {
    const { start, bytes } = this.#current
    if (at >= start && at < start + bytes.length) return bytes.subarray(at - start)
    return at >= this.size ? NOTHING : this.#use(at).then((block) => block.bytes.subarray(at - block.start))
  }

  /** Some bytes up to a place: those of the block that it ends or is in. None before everything. */
  upTo(at: number): Uint8Array | Promise<Uint8Array> {
    const { start, bytes } = this.#current
    if (at > start && at <= start + bytes.length) return bytes.subarray(0, at - start)
    return at <= 0 ? NOTHING : this.#use(at - 1).then((block) => block.bytes.subarray(0, at - block.start))
  }

  /** A copy of the bytes of a range, where all of them are there without a read. */
  held({ start, end }: Range): Uint8Array | undefined {
    const bytes = new Uint8Array(end - start)
    for (let at = start; at < end;) {
      const run = this.#blocks.get(this.#startOf(at))
      if (!run?.bytes) return undefined
      const part = run.bytes.subarray(at - run.start, end - run.start)
      bytes.set(part, at - start)
      at += part.length
    }
    return bytes
  }

  /** Lets all of them go: else they stay until somebody clears up. */
  close(): void {
    for (const run of this.#blocks.values()) run.release()
    this.#blocks.clear()
    this.#sequel?.close()
  }

  async #joinedFrom(start: number, length: number): Promise<Uint8Array> {
    const end = Math.min(start + length, this.boundsOf(start).end)
    if (end <= start) return NOTHING
    const first = await this.from(start)
    if (first.length >= end - start) return first.subarray(0, end - start)
    if (this.#joined.length < end - start) this.#joined = new Uint8Array(end - start)
    this.#joined.set(first)
    for (let filled = first.length; filled < end - start;) {
      const more = (await this.from(start + filled)).subarray(0, end - start - filled)
      this.#joined.set(more, filled)
      filled += more.length
    }
    return this.#joined.subarray(0, end - start)
  }

  #startOf(at: number): number {
    return at - ((at - this.boundsOf(at).start) % BLOCK)
  }

  async #use(at: number): Promise<Block> {
    const bounds = this.boundsOf(at)
    const start = this.#startOf(at)
    const last = start + this.#aheadOf(start, bounds) * BLOCK
    const run = this.#blocks.get(start) ?? this.#ask(start, last, bounds)
    this.#blocks.delete(start)
    this.#blocks.set(start, run)
    this.#askAhead(start, last, bounds)
    const bytes = await run.read()
    return (this.#current = { start, bytes: bytes.subarray(start - run.start, start - run.start + BLOCK) })
  }

  /** Twice as many as lead to it: who goes on for long finds ever more there. */
  #aheadOf(start: number, bounds: Range): number {
    const { ahead } = this.#keeping
    let behind = start === bounds.start ? 1 : 0
    while (2 * behind < ahead && this.#blocks.has(start - (behind + 1) * BLOCK)) behind++
    return Math.min(ahead, 2 * behind)
  }

  /** Once half of what is to be there lacks: by few reads, and before it is needed. */
  #askAhead(start: number, last: number, bounds: Range): void {
    let next = start + BLOCK
    while (next <= last && this.#blocks.has(next)) next += BLOCK
    if (next < bounds.end && last - next >= (last - start) / 2) this.#ask(next, last, bounds)
  }

  /** What is not there of the blocks from one up to another. */
  #ask(first: number, last: number, bounds: Range): Run {
    let end = first + BLOCK
    while (end <= last && end < bounds.end && !this.#blocks.has(end)) end += BLOCK
    const run = new Run(first, (end - first) / BLOCK, this.#load({ start: first, end: Math.min(end, bounds.end) }))
    for (let start = first; start < end; start += BLOCK) {
      this.#makeRoom()
      this.#blocks.set(start, run)
    }
    return run
  }

  #load(range: Range): Promise<Uint8Array<ArrayBuffer>> {
    const { start, end } = range
    const isLong = end - start >= (this.#keeping.ahead / 2) * BLOCK
    if (isLong && !this.#sequel?.leadsTo(range)) {
      this.#sequel?.close()
      this.#sequel = Sequel.of(this.#space.rest(start), start)
    }
    const slice = () => this.#space.read(start, end)
    // Where a stream breaks off, a slice says why.
    return this.#sequel?.leadsTo(range) ? this.#sequel.read(end - start).catch(slice) : slice()
  }

  #makeRoom(): void {
    const [oldest] = this.#blocks
    if (!oldest || this.#blocks.size < this.#keeping.kept) return
    this.#blocks.delete(oldest[0])
    oldest[1].release()
  }
}

const NOTHING = new Uint8Array()
