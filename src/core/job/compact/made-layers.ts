import type { Hashing, RunningHash } from '../../check/hashing'
import { NOTE } from '../../delta/note'
import { ArchiveError } from '../../errors'
import type { Digest } from '../../image/digest'
import type { Piece, Stretch } from '../../tar/near'
import type { Readable } from '../../tar/source'
import { announced } from './announced'
import { cooked, unpackedPart } from './cooked'
import { naming, namingChunks } from './naming'
import type { CompactFile, CompactLayer } from './read'
import type { Spooled } from './spooled'
import { keyOf } from './wanted'

export interface LayersMeans {
  readonly brought: ReadonlyMap<string, Piece>
  readonly spool: Spooled
  readonly hashing: Hashing
}

/** A layer that is still to be made again. */
export interface ToMake {
  readonly layer: CompactLayer
  readonly size: number
}

interface Made {
  readonly stretch: Stretch
  readonly digest: Digest
}

/** Layers that are made again, each once, and hashed meanwhile. */
export class MadeLayers {
  readonly #file: string
  readonly #means: LayersMeans
  readonly #made = new Map<ToMake, Made>()

  constructor({ name }: CompactFile, means: LayersMeans) {
    this.#file = name
    this.#means = means
  }

  has(one: ToMake): boolean {
    return this.#made.has(one)
  }

  /** @param sum of the whole, in which it stands next. */
  async make(one: ToMake, sum?: RunningHash): Promise<void> {
    const { note, ops } = one.layer
    const { spool, hashing } = this.#means
    const olds = this.#oldsOf(one)
    const start = spool.size
    const hash = hashing.begin()
    await naming(ops, async () => {
      for await (const chunk of cooked(note, ingredientsOf(one.layer), olds)) {
        await sum?.write(chunk)
        await hash.write(chunk)
        await spool.write(chunk)
      }
    })
    this.#made.set(one, { stretch: { start, end: spool.size }, digest: await hash.digest() })
  }

  /** Where it was written. */
  stretchOf(one: ToMake): Stretch {
    return this.#of(one).stretch
  }

  digestOf(one: ToMake): Digest {
    return this.#of(one).digest
  }

  #of(one: ToMake): Made {
    const made = this.#made.get(one)
    if (!made) throw new RangeError(`${one.layer.note.diffId} was not made`)
    return made
  }

  #oldsOf({ layer: { note } }: ToMake): Readable[] {
    return note.sources.map(({ diffId, size }) => {
      const old = this.#means.brought.get(keyOf({ kind: 'layer', digest: diffId }))
      if (old?.size !== size) throw new ArchiveError('compact-damaged', { file: this.#file, entry: NOTE })
      return old
    })
  }
}

/** What is wrong with either is said of that one, and whatever else of the ops. */
const ingredientsOf = ({ note: { codec, literals: size }, ops, literals }: CompactLayer) => ({
  ops: namingChunks(ops, unpackedPart(codec, ops.bytes)),
  literals: namingChunks(literals, announced(size, unpackedPart(codec, literals.bytes))),
})
