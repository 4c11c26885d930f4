import type { Blocks } from './blocks'
import { commonStart, equalBackwards, equalForwards } from './equal'
import { fingerprint, sample, SAMPLE } from './fingerprints'
import { NewEntries, type NewEntry } from './new-entries'
import { entriesOf, type OldIndex } from './old-index'

/** Long runs of new bytes that stand in the old ones, too; ascending, and not overlapping. A column each. */
export interface Copies {
  readonly at: number[]
  readonly from: number[]
  readonly length: number[]
}

export interface Found {
  readonly copies: Copies
  readonly entries: NewEntries
}

/** Shorter runs are left to the matcher. */
const SHORTEST = 1024

/** Of a longer run what was found is told of before it is all found: what is made of it is still there then. */
const STRETCH = 4 * 1024 * 1024

/** Header and payload of a small entry, at its partner's place. */
const SHORTEST_ENTRY = 512

/** Behind a copy the same shift often goes on after a few other bytes. */
const RESYNC = { within: 64, equal: 64 } as const

/** What changed is mostly little, and a copy begins soon behind it: the first look is short, and each that finds none is twice as long. */
const SCAN = { first: 2 * 1024, most: 256 * 1024 } as const

const FAR = 256 * 1024

/**
 * Finds them in one pass over the new layer. What was found is told of whenever there is more of it: the last copy may still grow, all
 * before it stays as it is.
 */
export async function* findCopies(fresh: Blocks, old: Blocks, index: OldIndex): AsyncGenerator<Found> {
  const finder = new Finder(fresh, old, index)
  const { found } = finder
  for await (const { name, at, start, size, next } of entriesOf(fresh.source({ start: 0, end: fresh.size }))) {
    const entry = { at, start, size, next, partner: index.partnerOf(name) }
    found.entries.add(entry)
    const before = found.copies.at.length
    yield* finder.look(entry)
    if (found.copies.at.length > before) yield found
  }
  yield found
}

class Finder {
  readonly found: Found = { copies: { at: [], from: [], length: [] }, entries: new NewEntries() }
  readonly #fresh: Blocks
  readonly #old: Blocks
  readonly #index: OldIndex
  /** Where the last copy ends, in the new layer. */
  #end = 0
  /** Where the last partner that was looked at stands. */
  #last = 0

  constructor(fresh: Blocks, old: Blocks, index: OldIndex) {
    this.#fresh = fresh
    this.#old = old
    this.#index = index
  }

  /** Tells of what was found meanwhile, where it takes long. */
  async *look(entry: NewEntry): AsyncGenerator<Found> {
    const { at, start, size, partner } = entry
    const end = start + size
    if (partner && size < SHORTEST && this.#isFar(partner.at)) return
    if (partner && this.#end <= at) yield* this.#take(at, partner.at, SHORTEST_ENTRY)
    if (size === 0 || this.#end >= end) return
    if (partner && this.#end <= start) yield* this.#take(start, partner.start, Math.min(SHORTEST, size))
    yield* this.#resync(end)
    if (this.#end >= end || size < SHORTEST) return
    yield* this.#scan(Math.max(this.#end, start), end)
    if (partner && this.#end < end) yield* this.#takeBefore(end, partner.start + partner.size)
  }

  /**
   * Whether it would take a read that few others are likely to need. Of small files in another order each would: those are left to the
   * matcher, for which old bytes are read in their order, many at once.
   */
  #isFar(old: number): boolean {
    const isFar = Math.abs(old - this.#last) > FAR && !this.#old.isHeld(old)
    this.#last = old
    return isFar
  }

  /** The run that begins here and there, and what is equal before it, if together they are long enough. */
  async *#take(at: number, from: number, shortest: number): AsyncGenerator<Found, boolean> {
    let after = await equalForwards(this.#fresh, at, this.#old, from, STRETCH)
    if (after < shortest && shortest < SHORTEST) return false
    const room = Math.min(at - this.#end, from - this.#old.boundsOf(from).start)
    const before = await equalBackwards(this.#fresh, at, this.#old, from, room)
    if (before + after < shortest) return false
    this.#keep(at - before, from - before, before + after)
    while (after === STRETCH) {
      yield this.found
      const next = from + this.#end - at
      after = await equalForwards(this.#fresh, this.#end, this.#old, next, STRETCH)
      if (after > 0) this.#keep(this.#end, next, after)
    }
    return true
  }

  /** The run that ends here and there. */
  async *#takeBefore(end: number, from: number): AsyncGenerator<Found> {
    const room = Math.min(end - this.#end, from - this.#old.boundsOf(from - 1).start)
    const before = await equalBackwards(this.#fresh, end, this.#old, from, room)
    // Forwards from its beginning, because the next source may begin where it ends.
    if (before >= SHORTEST) yield* this.#take(end - before, from - before, SHORTEST)
  }

  /** What goes on where the copy before ended makes one with it. */
  #keep(at: number, from: number, length: number): void {
    const { copies } = this.found
    const last = copies.at.length - 1
    const joins = last >= 0 && at === this.#end && from === copies.from[last]! + copies.length[last]!
    if (joins && from > this.#old.boundsOf(from).start) copies.length[last]! += length
    else {
      copies.at.push(at)
      copies.from.push(from)
      copies.length.push(length)
    }
    this.#end = at + length
  }

  /** Tries the last copy's shift again, as long as it holds. */
  async *#resync(end: number): AsyncGenerator<Found> {
    for (;;) {
      const { at: places, from } = this.found.copies
      const last = places.length - 1
      if (last < 0 || this.#end >= end) return
      const shift = from[last]! - places[last]!
      const span = RESYNC.within + RESYNC.equal
      const one = await this.#fresh.read(this.#end, span)
      const other = await this.#old.read(this.#end + shift, span)
      const at = firstRun(one, other)
      if (at < 0 || !(yield* this.#take(this.#end + at, this.#end + at + shift, SHORTEST))) return
    }
  }

  /** Looks up the samples of a stretch, from its beginning again behind each copy that is found. */
  async *#scan(start: number, end: number): AsyncGenerator<Found> {
    const shifts = new Shifts(this.#index.prints.bits)
    for (let at = start, looked: number = SCAN.first; at < end;) {
      const from = Math.max(start, at - SAMPLE + 1)
      const bytes = await this.#fresh.read(from, Math.min(at + looked, end) - from)
      const [next, before] = [from + bytes.length, this.#end]
      for (const { place, old } of this.#hits(bytes, from)) {
        const covered = Math.max(0, this.#end - (place - SAMPLE))
        if (covered >= SAMPLE || !shifts.isPromising(place - old, this.#old.isHeld(old - SAMPLE))) continue
        // From their beginning, because the next source may begin behind them.
        if (!(yield* this.#take(place - SAMPLE + covered, old - SAMPLE + covered, SHORTEST))) {
          shifts.refuse(place - old)
          continue
        }
        yield* this.#resync(end)
        if (this.#end >= next) break
      }
      at = Math.max(next, this.#end)
      looked = this.#end > before ? SCAN.first : Math.min(2 * looked, SCAN.most)
      yield this.found
    }
  }

  /** Places behind sampled bytes that the old has, too, here and there. */
  #hits(bytes: Uint8Array, from: number): { readonly place: number; readonly old: number }[] {
    const hits: { place: number; old: number }[] = []
    const { prints } = this.#index
    sample(bytes, prints.bits, (behind) => {
      const old = prints.get(fingerprint(bytes, behind))
      if (old > 0) hits.push({ place: from + behind, old })
    })
    return hits
  }
}

/**
 * The last shifts that were hit. One hit alone is seldom more than a few equal bytes, and a look there costs a read: so it takes two,
 * but for what needs no read where samples lie so far apart that the shortest run may have one alone.
 */
class Shifts {
  readonly #isDense: boolean
  readonly #hit = new Float64Array(REMEMBERED).fill(NaN)
  #next = 0
  #refused: number | undefined

  constructor(bits: number) {
    this.#isDense = 4 * 2 ** bits <= SHORTEST
  }

  isPromising(shift: number, isHeld: boolean): boolean {
    if (shift === this.#refused) return false
    if (this.#hit.includes(shift)) return true
    this.#hit[this.#next++ % REMEMBERED] = shift
    return isHeld && !this.#isDense
  }

  refuse(shift: number): void {
    this.#refused = shift
  }
}

/** Runs take turns: of a file whose parts were put in another order several go on at once. */
const REMEMBERED = 64

/** Where, within the first bytes, both begin to be equal for long enough; below 0: nowhere. */
function firstRun(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at <= RESYNC.within && at + RESYNC.equal <= length;) {
    const equal = commonStart(one.subarray(at), other.subarray(at), length - at)
    if (equal >= RESYNC.equal) return at
    at += equal + 1
  }
  return -1
}
