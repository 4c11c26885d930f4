import { SpareMemory } from '../compression/same-memory'
import type { Source } from '../tar/source'
import type { Arena } from './arena'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'
import { Sequel } from './sequel'
import { BLOCK, Slice, type Supply } from './supply'

/** In blocks: how many of the last that were used are kept, and how many are read ahead, at most, of one that others led to. */
interface Keeping {
  readonly kept: number
  readonly ahead: number
}

interface Block {
  readonly start: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

interface Held {
  readonly supply: Supply
  readonly reading: Promise<Uint8Array<ArrayBuffer>>
  /** Undefined as long as they are read. */
  bytes: Uint8Array<ArrayBuffer> | undefined
  /** So many wait for it: until those have it, it stays. */
  awaited: number
}

/** Is shown all bytes as they go by, in order; they are good until it comes back. @param at where they begin. */
export type Onlooker = (bytes: Uint8Array, at: number) => Promise<void>

/** For all who read blocks, one after the other. */
export const blockMemory = () => new SpareMemory(BLOCK)

/**
 * Bytes by their places, read in blocks as large as the memory; the last that were used are kept, and none crosses into another source.
 * What is given out is good until the next is asked for.
 */
export class Blocks {
  readonly size: number
  readonly #space: OldSpace
  readonly #keeping: Keeping
  readonly #memory: SpareMemory
  /** By their beginnings; the one that was used last stands last. */
  readonly #blocks = new Map<number, Held>()
  #current: Block = { start: 0, bytes: NOTHING }
  #joined = new Uint8Array()
  /** What is read in order for long. */
  #sequel: Sequel | undefined
  readonly #look: Onlooker | undefined
  /** How far it was shown them. */
  #shown = 0

  /** @param look is shown each block before it is used, and all that stand before it. */
  constructor(space: OldSpace, keeping: Keeping, memory: SpareMemory, look?: Onlooker) {
    this.#space = space
    this.#keeping = keeping
    this.#memory = memory
    this.#look = look
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
    return at >= this.size ? NOTHING : this.#use(at).then(({ start, bytes }) => bytes.subarray(at - start))
  }

  /** Some bytes up to a place: those of the block that it ends or is in. None before everything. */
  upTo(at: number): Uint8Array | Promise<Uint8Array> {
    const { start, bytes } = this.#current
    if (at > start && at <= start + bytes.length) return bytes.subarray(0, at - start)
    return at <= 0 ? NOTHING : this.#use(at - 1).then(({ start, bytes }) => bytes.subarray(0, at - start))
  }

  /** Whether the byte at a place is there without a read. */
  isHeld(at: number): boolean {
    return this.#blocks.get(this.#startOf(at))?.bytes !== undefined
  }

  /** A copy of the bytes of a range, where all of them are there without a read. */
  held({ start, end }: Range, arena: Arena): Uint8Array | undefined {
    const parts: Uint8Array[] = []
    for (let at = start; at < end;) {
      const first = this.#startOf(at)
      const part = this.#blocks.get(first)?.bytes?.subarray(at - first, end - first)
      if (!part) return undefined
      parts.push(part)
      at += part.length
    }
    const bytes = arena.take(end - start)
    let filled = 0
    for (const part of parts) {
      bytes.set(part, filled)
      filled += part.length
    }
    return bytes
  }

  /** What nobody used is shown, too. */
  async showRest(): Promise<void> {
    await this.#show(this.size - 1)
  }

  /** Their memory is for others then. */
  close(): void {
    for (const block of this.#blocks.values()) giveBack(block)
    this.#blocks.clear()
    this.#current = { start: 0, bytes: NOTHING }
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
    return at - ((at - this.boundsOf(at).start) % this.#memory.size)
  }

  async #use(at: number): Promise<Block> {
    const start = this.#startOf(at)
    await this.#show(start)
    return (this.#current = await this.#block(start))
  }

  async #show(upTo: number): Promise<void> {
    while (this.#look && this.#shown <= upTo) {
      const { start, bytes } = await this.#block(this.#shown)
      await this.#look(bytes, start)
      this.#shown = start + bytes.length
    }
  }

  async #block(start: number): Promise<Block> {
    const bounds = this.boundsOf(start)
    const last = start + this.#aheadOf(start, bounds) * this.#memory.size
    const block = this.#blocks.get(start) ?? this.#ask(start, last, bounds)
    this.#usedLast(start, block)
    this.#askAhead(start, last, bounds)
    return { start, bytes: block.bytes ?? (await this.#arrived(start, block)) }
  }

  /** Two go on at once, who looks for copies and who rebuilds what was found: one may use many while the other waits for a slow one. */
  async #arrived(start: number, block: Held): Promise<Uint8Array<ArrayBuffer>> {
    block.awaited++
    try {
      return await block.reading
    } finally {
      block.awaited--
      this.#usedLast(start, block)
    }
  }

  #usedLast(start: number, block: Held): void {
    this.#blocks.delete(start)
    this.#blocks.set(start, block)
  }

  /** Twice as many as lead to it: who goes on for long finds ever more there. */
  #aheadOf(start: number, bounds: Range): number {
    const { ahead } = this.#keeping
    let behind = start === bounds.start ? 1 : 0
    while (2 * behind < ahead && this.#blocks.has(start - (behind + 1) * this.#memory.size)) behind++
    return Math.min(ahead, 2 * behind)
  }

  /** Once half of what is to be there lacks: by few reads, and before it is needed. */
  #askAhead(start: number, last: number, bounds: Range): void {
    let next = start + this.#memory.size
    while (next <= last && this.#blocks.has(next)) next += this.#memory.size
    if (next < bounds.end && last - next >= (last - start) / 2) this.#ask(next, last, bounds)
  }

  /** What is not there of the blocks from one up to another. @returns the first of them. */
  #ask(first: number, last: number, bounds: Range): Held {
    let end = first + this.#memory.size
    while (end <= last && end < bounds.end && !this.#blocks.has(end)) end += this.#memory.size
    const supply = this.#supplyOf({ start: first, end: Math.min(end, bounds.end) })
    const blocks: Held[] = []
    for (let start = first; start < end; start += this.#memory.size) {
      const reading = supply.read(start, Math.min(this.#memory.size, bounds.end - start))
      const block: Held = { supply, reading, bytes: undefined, awaited: 0 }
      // Nobody may ask for what is read ahead; whoever does is told.
      reading.then((bytes) => (block.bytes = bytes)).catch(() => {})
      this.#makeRoom()
      this.#blocks.set(start, block)
      blocks.push(block)
    }
    return blocks[0]!
  }

  #supplyOf(range: Range): Supply {
    if (this.#sequel?.leadsTo(range.start)) return this.#sequel
    const [{ start, end }, { size }] = [range, this.#memory]
    if (end - start < (this.#keeping.ahead / 2) * size) return new Slice(this.#space, range, size)
    this.#sequel?.close()
    return (this.#sequel = new Sequel(this.#space, { start, end: this.boundsOf(start).end }, this.#memory))
  }

  #makeRoom(): void {
    if (this.#blocks.size < this.#keeping.kept) return
    for (const [start, block] of this.#blocks) {
      if (block.awaited > 0) continue
      this.#blocks.delete(start)
      return giveBack(block)
    }
  }
}

function giveBack({ supply, reading }: Held): void {
  reading.then(
    ({ buffer }) => supply.giveBack(buffer),
    // Whoever asked for it was told.
    () => {},
  )
}

const NOTHING = new Uint8Array()
