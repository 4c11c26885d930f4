import type { OnBytes } from '../../check/hash'
import type { Readable } from '../../tar/source'
import { letGo } from '../../compression/same-memory'

/** Whether a file holds what comes, and nothing more. @param onBytes told of bytes that are the same; may wait, or throw to stop it. */
export async function areBytesOf(
  blob: Readable,
  chunks: AsyncIterable<Uint8Array>,
  onBytes: OnBytes = () => {},
): Promise<boolean> {
  let at = 0
  for await (const chunk of chunks) {
    const there = await blob.slice(at, at + chunk.length).arrayBuffer()
    if (!isEqual(chunk, new Uint8Array(there))) return false
    letGo(there)
    at += chunk.length
    await onBytes(chunk.length)
  }
  return at === blob.size
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}
