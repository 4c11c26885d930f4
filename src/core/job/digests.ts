import { ArchiveError } from '../errors'
import { sha256OfBlob, type Digest } from '../image/digest'
import type { ImageArchive, Payload } from '../image/model'
import { storedBytes } from '../image/payload'

/**
 * Hashes layers, one after another.
 * @param onBytes told of every stretch of bytes that was hashed.
 * @param known layers whose digests are known.
 */
export async function digestsOf(
  { tar }: ImageArchive,
  payloads: readonly Payload[],
  onBytes?: (bytes: number) => void,
  known: ReadonlyMap<Digest, Payload> = new Map(),
): Promise<Map<Payload, Digest>> {
  const digests = new Map<Payload, Digest>()
  const first = new Map(known)
  for (const payload of payloads) {
    const digest = await sha256OfBlob(storedBytes(tar, payload), onBytes)
    const other = first.get(digest)
    // One blob in the output, though two were promised; and no bytes are two layers.
    if (other && other.diffId !== payload.diffId)
      throw new ArchiveError('layers-alike', { file: tar.name, entry: payload.path, other: other.path })
    first.set(digest, payload)
    digests.set(payload, digest)
  }
  return digests
}
