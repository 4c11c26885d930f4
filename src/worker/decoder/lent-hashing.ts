import { transfer } from 'comlink'
import { hashingHere, type RunningHash } from '../../core/check/hashing'
import type { LendingApi } from '../door/beside'
import { serve } from '../door/serve'
import type { LentApi } from './api'

interface Running {
  readonly hash: RunningHash
  /** What was given is hashed one piece after the other, however many are there. */
  turn: Promise<unknown>
}

export const lendingJob: LendingApi = {
  lend(port) {
    serve<LentApi>(lentHashing(), port)
    return new Promise(() => {})
  },
}

export function lentHashing(): LentApi {
  const running = new Map<number, Running>()

  function inTurn<T>(id: number, work: (hash: RunningHash) => Promise<T>): Promise<T> {
    const one = running.get(id) ?? { hash: hashingHere.begin(), turn: Promise.resolve() }
    running.set(id, one)
    const mine = one.turn.then(() => work(one.hash))
    one.turn = mine.catch(() => {})
    return mine
  }

  return {
    write: (id, piece) =>
      inTurn(id, async (hash) => {
        await hash.write(piece)
        return transfer(piece, [piece.buffer])
      }),
    read: (id, piece) => inTurn(id, (hash) => hash.write(piece)),
    digest(id) {
      const digest = inTurn(id, (hash) => hash.digest())
      running.delete(id)
      return digest
    },
  }
}
