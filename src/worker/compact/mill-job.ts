import { transfer } from 'comlink'
import { letGo } from '../../core/compression/chunks'
import { millHere } from '../../core/delta/mill'
import type { Packer } from '../../core/delta/packer'
import type { LentApi } from '../decoder/api'
import { lentHashing } from '../decoder/lent-hashing'
import { serve } from '../door/serve'
import type { MillApi } from './api'

interface Packing {
  readonly packer: Packer
  /** What came out and was not yet fetched. */
  out: Uint8Array<ArrayBuffer>[]
}

/** Works for another worker, by a port, as long as this one lives. */
export function lendMill(port: MessagePort): Promise<never> {
  serve<MillApi & LentApi>({ ...millJob(), ...lentHashing() }, port)
  return new Promise(() => {})
}

/** One thing after the other, however much is there. */
function millJob(): MillApi {
  const mill = millHere()
  const packings = new Map<number, Packing>()
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine.catch(() => {})
    return mine
  }

  const fetched = (packing: Packing) => {
    const { out } = packing
    packing.out = []
    return transfer(
      out,
      out.map(({ buffer }) => buffer),
    )
  }

  function known(id: number): Packing {
    const packing = packings.get(id)
    if (!packing) throw new RangeError(`nothing is packed as ${id}`)
    return packing
  }

  return {
    match: (residual, reference) =>
      inTurn(async () => {
        const matched = await mill.match(residual, reference)
        for (const { buffer } of [residual, reference]) letGo(buffer)
        const { literal, length, from, literals } = matched
        return transfer(matched, [literal.buffer, length.buffer, from.buffer, literals.buffer])
      }),
    beginPacking: (id, codec) =>
      inTurn(async () => {
        const packing: Packing = {
          packer: mill.packer(codec, async (bytes) => void packing.out.push(bytes.slice())),
          out: [],
        }
        packings.set(id, packing)
      }),
    pack: (id, bytes) =>
      inTurn(async () => {
        const packing = known(id)
        await packing.packer.write(bytes)
        letGo(bytes.buffer)
        return fetched(packing)
      }),
    endPacking: (id) =>
      inTurn(async () => {
        const packing = known(id)
        await packing.packer.finish()
        packings.delete(id)
        return fetched(packing)
      }),
  }
}
