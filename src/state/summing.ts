import type { PassOn } from '../output/kit'

/** Hashes what work writes, as it goes by. */
export type Summing = <T>(work: (passOn: PassOn) => Promise<T>, signal: AbortSignal) => Promise<T>

/** Workers come along only when they are needed. */
export const inWorker: Summing = async (work, signal) =>
  (await import('../worker/decoder/summing')).summing(work, signal)
