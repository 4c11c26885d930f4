import { transfer } from 'comlink'
import { hashingHere, type RunningHash } from '../../core/check/hashing'
import type { SumApi } from './api'
import { inTurn } from './in-turn'

/** One piece after the other, however many are asked for at once. */
export function sumJob(): SumApi {
  const next = inTurn()
  let running: RunningHash | undefined
  const begun = () => (running ??= hashingHere.begin())

  return {
    passOn(piece) {
      const reading = piece.arrayBuffer()
      return next(async () => {
        const bytes = new Uint8Array(await reading)
        await begun().write(bytes)
        return transfer(bytes, [bytes.buffer])
      })
    },

    sum: () =>
      next(async () => {
        const digest = await begun().digest()
        running = undefined
        return digest.slice('sha256:'.length)
      }),
  }
}
