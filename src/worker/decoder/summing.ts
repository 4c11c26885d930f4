import { quietly } from '../../core/quietly'
import { connect, type Connection } from '../door/connect'
import { until } from '../door/until'
import type { SumApi } from './api'
import { decoders } from './decoders'
import Decoder from './worker?worker&inline'

/** Hands on a Blob's bytes in order, and in the end says their SHA-256, in hex: each byte is read once. */
export type PassOn = (blob: Blob, onRead: (bytes: number) => void) => AsyncGenerator<Uint8Array<ArrayBuffer>, string>

/** What hashing as bytes go by is needed for. */
export type Passing<T> = (passOn: PassOn) => Promise<T>

/** Lets work hash what it writes, in a worker of its own that ends with it. A cancel ends it in whatever it does. */
export const summing = <T>(work: Passing<T>, signal: AbortSignal): Promise<T> =>
  throughWorker(work, signal, () => connect<SumApi>(new Decoder()))

/** @param open starts a worker. */
export function throughWorker<T>(
  work: Passing<T>,
  signal: AbortSignal,
  open: () => Pick<Connection<SumApi>, 'api' | 'end'>,
): Promise<T> {
  return decoders.take(signal, async () => {
    const { api, end } = open()
    try {
      return await work((blob, onRead) => passed(api, signal, blob, onRead))
    } finally {
      end()
    }
  })
}

/** Few messages, and little memory: a stick takes no more at once. */
const PIECE = 4 * 1024 * 1024

/** While one piece is written the next is read and hashed. */
const AHEAD = 2

async function* passed(
  api: Connection<SumApi>['api'],
  signal: AbortSignal,
  blob: Blob,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, string> {
  const underway: Promise<Uint8Array<ArrayBuffer>>[] = []
  let asked = 0
  let read = 0
  onRead(0)
  for (;;) {
    for (; underway.length < AHEAD && asked < blob.size; asked += PIECE)
      underway.push(quietly(until<Uint8Array<ArrayBuffer>>(signal, api.passOn(blob.slice(asked, asked + PIECE)))))
    const next = underway.shift()
    if (!next) break
    const bytes = await next
    read += bytes.length
    yield bytes
    onRead(read)
  }
  // A file that is cut off meanwhile may end early without a word.
  if (read !== blob.size) throw new DOMException('it has fewer bytes than it had', 'NotReadableError')
  return until<string>(signal, api.sum())
}
