import { DecodeError } from '../../src/core/compression/chunks'
import { ArchiveError, UnnamedError } from '../../src/core/errors'

/** What must hold and does not. */
export class Violation extends Error {}

export function must(holds: boolean, what: () => string): void {
  if (!holds) throw new Violation(what())
}

/** Of what is said of an outcome. */
const LONGEST = 300

/** How an attempt ended: what it made, or the code and the facts of its error. Whatever else is thrown goes on. */
export type Attempt<T> =
  { readonly made: T; readonly code?: undefined } | { readonly made?: undefined; readonly code: string }

export async function attempt<T>(work: () => Promise<T> | T): Promise<Attempt<T>> {
  try {
    return { made: await work() }
  } catch (thrown) {
    if (thrown instanceof ArchiveError) return { code: thrown.message.slice(0, LONGEST) }
    if (thrown instanceof UnnamedError) return { code: thrown.message }
    throw thrown
  }
}

/** The same for what stands below the core's doors: a decoder's errors have kinds. */
export async function decoding<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return await attempt(work)
  } catch (thrown) {
    if (thrown instanceof DecodeError) return { code: thrown.kind }
    throw thrown
  }
}
