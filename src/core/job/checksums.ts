import { createSHA256 } from 'hash-wasm'
import { passing } from '../compression/chunks'

/** SHA-256 of each of a file's parts and of the whole, in hex, reading every byte once. */
export async function checksums(parts: readonly Blob[], onBytes: (bytes: number) => void) {
  const whole = (await createSHA256()).init()
  const each: string[] = []
  for (const part of parts) {
    const hasher = (await createSHA256()).init()
    for await (const chunk of passing(part)) {
      hasher.update(chunk)
      whole.update(chunk)
      onBytes(chunk.length)
    }
    each.push(hasher.digest('hex'))
  }
  return { whole: whole.digest('hex'), parts: each }
}
