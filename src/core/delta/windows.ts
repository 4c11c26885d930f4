import { letGo } from '../compression/chunks'
import type { OldSpace } from './old-space'

/** The first read at a place is small: many are never followed by another. */
const WIDTH = { first: 16 * 1024, growth: 4, largest: 2 * 1024 * 1024 } as const

/** What is compared backwards is a little before what was read last. */
const BEHIND = 2 * 1024

/** Reads go on at a few places by turns: where the new bytes are, and where their like stood. */
const AT_ONCE = 8

/** Bytes by their places, fewer where they end. What is given out is good until the next read. */
export interface Bytes {
  readonly size: number
  read(start: number, length: number): Promise<Uint8Array>
}

interface Bounds {
  readonly start: number
  readonly end: number
}

interface Window {
  readonly start: number
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly width: number
}

/** Reads through several windows, each of which grows as long as it is read onwards. */
export class Windows implements Bytes {
  readonly size: number
  readonly #load: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>
  readonly #bounds: (at: number) => Bounds
  /** The one that was used last stands first. */
  #windows: Window[] = []

  constructor(
    size: number,
    load: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
    bounds: (at: number) => Bounds,
  ) {
    this.size = size
    this.#load = load
    this.#bounds = bounds
  }

  /** Where the source of an address begins. */
  startOf(at: number): number {
    return this.#bounds(at).start
  }

  async read(start: number, length: number): Promise<Uint8Array> {
    const first = this.#windows[0]
    if (first && isWithin(first, start, start + length)) return view(first, start, length)
    const bounds = this.#bounds(start)
    const end = Math.min(start + length, bounds.end)
    if (end <= start) return NOTHING
    const at = this.#windows.findIndex((window) => isWithin(window, start, end))
    const window = at >= 0 ? this.#windows.splice(at, 1)[0]! : await this.#opened(start, end, bounds)
    this.#windows.unshift(window)
    return view(window, start, end - start)
  }

  async #opened(start: number, end: number, bounds: Bounds): Promise<Window> {
    const before = this.#windows.findIndex(
      (window) => start >= window.start && start <= window.start + window.bytes.length + window.width,
    )
    const [last] = before >= 0 ? this.#windows.splice(before, 1) : this.#windows.splice(AT_ONCE - 1, 1)
    const width = last && before >= 0 ? Math.min(last.width * WIDTH.growth, WIDTH.largest) : WIDTH.first
    if (last) letGo(last.bytes.buffer)
    const from = Math.max(bounds.start, start - BEHIND)
    const upTo = Math.min(bounds.end, Math.max(end, from + width))
    return { start: from, bytes: await this.#load(from, upTo), width }
  }
}

const NOTHING = new Uint8Array()

const isWithin = ({ start, bytes }: Window, from: number, to: number) => from >= start && to <= start + bytes.length

const view = ({ start, bytes }: Window, from: number, length: number) =>
  bytes.subarray(from - start, from - start + length)

export function windowsOf(blob: Blob): Windows {
  const load = async (start: number, end: number) => new Uint8Array(await blob.slice(start, end).arrayBuffer())
  return new Windows(blob.size, load, () => ({ start: 0, end: blob.size }))
}

/** No read crosses from one source into the next. */
export const windowsOn = (old: OldSpace): Windows =>
  new Windows(
    old.size,
    (start, end) => old.read(start, end),
    (at) => old.boundsOf(at),
  )
