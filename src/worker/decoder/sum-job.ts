import { transfer } from 'comlink'
import { runningSum, type RunningSum } from '../../core/job/running-sum'
import type { SumApi } from './api'

/** One piece after the other, however many are asked for at once. */
export function sumJob(): SumApi {
  let running: Promise<RunningSum> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const begun = () => (running ??= runningSum())

  return {
    passOn(piece) {
      const reading = piece.arrayBuffer()
      const mine = turn.then(async () => {
        const bytes = new Uint8Array(await reading)
        ;(await begun()).add(bytes)
        return transfer(bytes, [bytes.buffer])
      })
      turn = mine.catch(() => {})
      return mine
    },

    async sum() {
      await turn
      const all = await begun()
      running = undefined
      return all.end()
    },
  }
}
