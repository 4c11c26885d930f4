import { Ahead } from '../door/ahead'
import { beside, type Beside, type LendingApi } from '../door/beside'
import { connect } from '../door/connect'
import { decoders } from './decoders'
import Decoder from './worker?worker&inline'

export const hasherAhead = new Ahead(() => connect<LendingApi>(new Decoder()))

/** Lets work go on beside a worker that hashes for it. */
export const besideHasher = <T>(work: Beside<T>, signal: AbortSignal): Promise<T> =>
  decoders.take(signal, () => beside(work, signal, () => hasherAhead.taken()))
