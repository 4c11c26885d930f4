import type { Progress } from '../model/progress'

/** Too short to tell a rate by. */
const FIRST_SECONDS = 0.4

/**
 * Tells rate and time left from the first bytes that are told, not from the call: a dialog or a queue may come before. A count that
 * falls back, or one of another total, is another stretch of work: packing, then hashing, then writing.
 */
export function timedProgress(now = () => performance.now()): (done: number, total: number) => Progress {
  let start: { readonly at: number; readonly done: number; readonly total: number } | undefined
  let last = 0
  return (done, total) => {
    if (!start || done < last || total !== start.total) start = { at: now(), done, total }
    last = done
    const seconds = (now() - start.at) / 1000
    const rate = seconds >= FIRST_SECONDS && done > start.done ? (done - start.done) / seconds : undefined
    return { done, total, bytesPerSecond: rate, secondsLeft: rate && (total - done) / rate }
  }
}
