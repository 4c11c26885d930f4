import type { Blocks } from './blocks'
import type { OldSpace } from './old-space'
import type { Segment } from './segment'

/** Ranges of the old bytes, by columns. */
export type Ranges = Segment['references']

/** Old bytes, which are told of before they are wanted, in their order. */
export interface OldReader {
  /** All that is wanted next, in this order, behind what was told of before. @throws RecipeError where a range is not within one source. */
  expect(...wanted: readonly Ranges[]): void
  /** Of a range, from an address on, as much as comes at once; good until somebody asks for more. */
  piece(from: number, end: number): Uint8Array | Promise<Uint8Array>
  /** Of what was told of first, and is still there, nothing is wanted any more. */
  done(): void
}

/** What others just read: most of it is still there. */
export class ReadBefore implements OldReader {
  readonly #old: OldSpace
  readonly #blocks: Blocks

  constructor(old: OldSpace, blocks: Blocks) {
    this.#old = old
    this.#blocks = blocks
  }

  expect(...wanted: readonly Ranges[]): void {
    for (const { start, length } of wanted)
      for (let at = 0; at < start.length; at++)
        if (length[at]! > 0) this.#old.check(start[at]!, start[at]! + length[at]!)
  }

  piece(from: number, end: number): Uint8Array | Promise<Uint8Array> {
    const bytes = this.#blocks.from(from)
    return bytes instanceof Promise
      ? bytes.then((there) => there.subarray(0, end - from))
      : bytes.subarray(0, end - from)
  }
  done(): void {}
}
