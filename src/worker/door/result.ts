import { faultOf } from '../../core/errors'
import type { Result } from './api'

/** Runs a call of the page's, and gives back whatever it came to as data. */
export async function attempt<T>(file: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return { ok: false, cancelled: true }
    return { ok: false, fault: faultOf(thrown, file) }
  }
}
