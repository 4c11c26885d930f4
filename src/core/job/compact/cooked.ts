import type { Decoder } from '../../compression/chunks'
import { gunzip } from '../../compression/gzip'
import { letGo } from '../../compression/same-memory'
import { unzstdOf } from '../../compression/zstd'
import type { Codec } from '../../delta/note'
import { OldSpace } from '../../delta/old-space'
import type { Announced } from '../../delta/read-ops'
import { rebuilt } from '../../delta/rebuild'
import { limit } from '../../delta/recipe-error'
import type { Readable } from '../../tar/source'

/** What a changed layer is made of beside old ones, unpacked. */
export interface Ingredients {
  readonly ops: AsyncGenerator<Uint8Array>
  readonly literals: AsyncGenerator<Uint8Array>
}

/** What a reader grants to a decoder. */
const LARGEST_WINDOW = 2 ** 23

/** No others are needed. */
export const decoders: Readonly<Record<Codec, Decoder>> = {
  zstd: unzstdOf((window) => limit('window', window, LARGEST_WINDOW)),
  gzip: gunzip,
}

/** A layer's bytes, made of old ones as its recipe says. @throws RecipeError, DecodeError */
export const cooked = (
  announced: Announced,
  { ops, literals }: Ingredients,
  olds: readonly Readable[],
): AsyncGenerator<Uint8Array> => rebuilt(announced, ops, goingBy(literals), new OldSpace(olds))

/** An entry of it, unpacked. */
export const unpackedPart = (codec: Codec, bytes: Readable): AsyncGenerator<Uint8Array> =>
  decoders[codec](bytes, () => {})

/** A chunk is gone with the next: all of a layer's literals would wait for the garbage collector. */
export async function* goingBy(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk
    if (chunk.buffer instanceof ArrayBuffer) letGo(chunk.buffer)
  }
}
