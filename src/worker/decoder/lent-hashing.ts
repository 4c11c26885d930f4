import { transfer } from 'comlink'
import { hashingHere, type RunningHash } from '../../core/check/hashing'
import type { LendingApi } from '../door/beside'
import { serve } from '../door/serve'
import type { LentApi } from './api'
import { inTurn } from './in-turn'

interface Running {
  readonly hash: RunningHash
  /** What was given is hashed one piece after the other, however many are there. */
  readonly next: ReturnType<typeof inTurn>
}

export const lendingJob: LendingApi = {
  lend(port) {
    serve<LentApi>(lentHashing(), port)
    return new Promise(() => {})
  },
}

export function lentHashing(): LentApi {
  const running = new Map<number, Running>()

  function next<T>(id: number, work: (hash: RunningHash) => Promise<T>): Promise<T> {
    const one = running.get(id) ?? { hash: hashingHere.begin(), next: inTurn() }
    running.set(id, one)
    return one.next(() => work(one.hash))
  }

  return {
    write: (id, piece) =>
      next(id, async (hash) => {
        await hash.write(piece)
        return transfer(piece, [piece.buffer])
      }),
    read: (id, piece) => next(id, (hash) => hash.write(piece)),
    digest(id) {
      const digest = next(id, (hash) => hash.digest())
      running.delete(id)
      return digest
    },
  }
}
