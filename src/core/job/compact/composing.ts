import type { OnBytes } from '../../check/hash'
import type { RunningHash } from '../../check/hashing'
import type { Piece, Stretch } from '../../tar/near'
import type { MadeLayers, ToMake } from './made-layers'
import { cut, type Spooled } from './spooled'

/**
 * A whole archive while it is put together, in order. What is small is written down beside the layers that are made again: a browser
 * takes long for a Blob of thousands of pieces.
 */
export class Composing {
  readonly #spool: Spooled
  readonly #parts: (Blob | Stretch)[] = []

  constructor(spool: Spooled) {
    this.#spool = spool
  }

  async write(bytes: Uint8Array): Promise<void> {
    const start = this.#spool.size
    await this.#spool.write(bytes)
    this.add({ start, end: this.#spool.size })
  }

  /** @param part a stretch is of what was written. */
  add(part: Blob | Stretch): void {
    const last = this.#parts.at(-1)
    if (last && 'end' in last && 'end' in part && last.end === part.start)
      this.#parts.splice(-1, 1, { start: last.start, end: part.end })
    else this.#parts.push(part)
  }

  /** @param spooled what was written. */
  finished(spooled: Blob): Blob {
    const parts = this.#parts.map((part) => ('end' in part ? cut(spooled, part) : part))
    return new Blob(parts, { type: 'application/x-tar' })
  }
}

/** Bytes, what there is of the frame and of bases, and layers that are made for it. */
export type WholePart = Uint8Array | Piece | ToMake

export interface Composed {
  readonly whole: Composing
  readonly layers: MadeLayers
  readonly sum: RunningHash | undefined
  readonly onBytes: OnBytes
}

/** @returns how much of it, from the beginning on, went by the sum. */
export async function compose(parts: Iterable<WholePart>, { whole, layers, sum, onBytes }: Composed): Promise<number> {
  let running = sum
  let summed = 0
  for (const part of parts) {
    if ('layer' in part) {
      // Its bytes are not to be had a second time before all are there.
      if (layers.has(part)) running = undefined
      else await layers.make(part, running)
      whole.add(layers.stretchOf(part))
    } else {
      const piece = part instanceof Uint8Array ? part : await part.part()
      await running?.write(piece)
      if (piece instanceof Blob) whole.add(piece)
      else await whole.write(piece)
    }
    if (running) summed += part instanceof Uint8Array ? part.length : part.size
    else await onBytes(0)
  }
  return summed
}
