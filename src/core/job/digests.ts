import { sha256OfBlob, type Digest } from '../image/digest'
import type { ImageArchive, Payload } from '../image/model'
import { storedBytes } from '../image/payload'

/**
 * Hashes layers, one after another.
 * @param onBytes told of every stretch of bytes that was hashed.
 */
export async function digestsOf(
  { tar }: ImageArchive,
  payloads: readonly Payload[],
  onBytes?: (bytes: number) => void,
): Promise<Map<Payload, Digest>> {
  const digests = new Map<Payload, Digest>()
  for (const payload of payloads) digests.set(payload, await sha256OfBlob(storedBytes(tar, payload), onBytes))
  return digests
}
