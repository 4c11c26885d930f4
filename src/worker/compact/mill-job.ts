import { transfer } from 'comlink'
import { letGo } from '../../core/compression/same-memory'
import { millHere, type Mill } from '../../core/delta/mill'
import type { Codec } from '../../core/delta/note'
import type { Packer } from '../../core/delta/packer'
import type { LentApi } from '../decoder/api'
import { inTurn } from '../decoder/in-turn'
import { lentHashing } from '../decoder/lent-hashing'
import { serve } from '../door/serve'
import type { MillApi, Packing } from './api'

/** Works for another worker, by a port, as long as this one lives. */
export function lendMill(port: MessagePort): Promise<never> {
  serve<MillApi & LentApi>({ ...millJob(), ...lentHashing() }, port)
  return new Promise(() => {})
}

/** One thing after the other, however much is there. */
function millJob(): MillApi {
  const mill = millHere()
  const packings = new Map<number, Packed>()
  const next = inTurn()

  function begun({ id, codec }: Packing): Packed {
    const packed = packings.get(id) ?? new Packed(mill, codec)
    packings.set(id, packed)
    return packed
  }

  return {
    match: (residual, reference) =>
      next(async () => {
        const matched = await mill.match(residual, reference)
        for (const { buffer } of [residual, reference]) letGo(buffer)
        const { literal, length, from, literals } = matched
        return transfer(matched, [literal.buffer, length.buffer, from.buffer, literals.buffer])
      }),
    pack: (packing, bytes) => next(() => begun(packing).write(bytes)),
    endPacking: (packing, bytes) =>
      next(async () => {
        const packed = begun(packing)
        packings.delete(packing.id)
        return [...(await packed.write(bytes)), ...(await packed.finish())]
      }),
  }
}

/** Gives what came out to whoever gives more. */
class Packed {
  readonly #packer: Packer
  #out: Uint8Array<ArrayBuffer>[] = []

  constructor(mill: Mill, codec: Codec) {
    this.#packer = mill.packer(codec, async (bytes) => void this.#out.push(bytes.slice()))
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Uint8Array[]> {
    await this.#packer.write(bytes)
    letGo(bytes.buffer)
    return this.#fetched()
  }

  async finish(): Promise<readonly Uint8Array[]> {
    await this.#packer.finish()
    return this.#fetched()
  }

  #fetched(): readonly Uint8Array[] {
    const out = this.#out
    this.#out = []
    return transfer(
      out,
      out.map(({ buffer }) => buffer),
    )
  }
}
