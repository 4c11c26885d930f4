import { passing } from '../compression/chunks'
import { sha256Hasher } from '../image/digest'

/** SHA-256 of each of a file's parts and of the whole, in hex, reading every byte once. */
export async function checksums(parts: readonly Blob[], onBytes: (bytes: number) => void) {
  const whole = await sha256Hasher()
  const each: string[] = []
  for (const part of parts) {
    const hasher = await sha256Hasher()
    for await (const chunk of passing(part)) {
      hasher.update(chunk)
      whole.update(chunk)
      onBytes(chunk.length)
    }
    each.push(hasher.digest())
  }
  return { whole: whole.digest(), parts: each }
}
