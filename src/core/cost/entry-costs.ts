import { entriesOf } from '../delta/old-index'
import { BlobSource } from '../tar/source'
import type { Billed } from './billed'
import type { EntryCost } from './entry-cost'
import type { OldFiles } from './old-files'
import { OpenEntry } from './open-entry'
import { Weigher } from './weigher'

/**
 * What each entry of a layer costs: every carried byte goes to the account of the one that it lies in, and so does what says where
 * its other bytes come from.
 * @param packedSize what some carried bytes come to, packed.
 */
export async function* entryCosts(
  fresh: Blob,
  billed: AsyncIterable<Billed>,
  old: OldFiles,
  packedSize: (bytes: Uint8Array) => number,
): AsyncGenerator<EntryCost> {
  const entries = entriesOf(new BlobSource(fresh, ''))
  const weigher = new Weigher(packedSize)
  let waiting: OpenEntry[] = []
  let closed = 0
  let at = 0
  let open = await opened()

  for await (const { length, from, literals, saying } of billed) {
    for (let used = 0; used < length;) {
      while (at >= open.next) {
        yield* settled(open)
        open = await opened()
      }
      const { share, end } = open.partAt(at)
      const taken = Math.min(length - used, end - at)
      if (used === 0) share.cost += saying
      if (from === undefined) weigher.add(literals.subarray(used, used + taken), share)
      open.came(at, from === undefined ? undefined : from + used)
      at += taken
      used += taken
    }
  }
  weigher.close()
  yield* settled(open)

  async function opened(): Promise<OpenEntry> {
    const step = await entries.next()
    return new OpenEntry(step.done ? undefined : step.value, at)
  }

  /** Those whose bytes are all weighed. */
  async function* settled(ended: OpenEntry): AsyncGenerator<EntryCost> {
    weigher.part()
    if (weigher.closed > closed) {
      for (const one of waiting) yield await one.ended(fresh, old)
      waiting = []
      closed = weigher.closed
    }
    if (weigher.isOpen(ended.data) || weigher.isOpen(ended.header)) waiting.push(ended)
    else yield await ended.ended(fresh, old)
  }
}
