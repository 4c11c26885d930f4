import type { Decoder } from '../../compression/chunks'
import { gunzip } from '../../compression/gzip'
import { letGo } from '../../compression/same-memory'
import { unzstd } from '../../compression/zstd'
import type { Codec } from '../../delta/note'
import { OldSpace } from '../../delta/old-space'
import type { Announced } from '../../delta/read-ops'
import { rebuilt } from '../../delta/rebuild'

/** A changed layer, as it lies in a compact archive. */
export interface Cookable {
  readonly announced: Announced
  readonly codec: Codec
  readonly ops: Blob
  readonly literals: Blob
}

/** No others are needed. */
export const decoders: Readonly<Record<Codec, Decoder>> = { zstd: unzstd, gzip: gunzip }

const unheard = () => {}

/** A layer's bytes, made of old ones as its recipe says. @throws RecipeError, DecodeError */
export const cooked = (
  { announced, codec, ops, literals }: Cookable,
  olds: readonly Blob[],
): AsyncGenerator<Uint8Array> =>
  rebuilt(announced, decoders[codec](ops, unheard), goingBy(decoders[codec](literals, unheard)), new OldSpace(olds))

/** A chunk is gone with the next: all of a layer's literals would wait for the garbage collector. */
export async function* goingBy(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk
    if (chunk.buffer instanceof ArrayBuffer) letGo(chunk.buffer)
  }
}
