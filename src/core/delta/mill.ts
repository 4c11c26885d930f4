import { Matcher, type Matched } from './match'
import type { Codec } from './note'
import { packer, type Packer, type Put } from './packer'

/** What takes long and needs nothing but the bytes that it is given: done by whoever makes a recipe, or by somebody else meanwhile. */
export interface Mill {
  /** What of a residual stands in its reference. Whoever asks may not use their memory any more. */
  match(residual: Uint8Array<ArrayBuffer>, reference: Uint8Array<ArrayBuffer>): Promise<Matched>
  /** @param put is given what comes out, in order. */
  packer(codec: Codec, put: Put): Packer
}

export function millHere(): Mill {
  let matcher: Matcher | undefined
  return {
    match: async (residual, reference) => (matcher ??= new Matcher()).match(residual, reference),
    packer,
  }
}
