import { sizeOf, type Part } from './parts'

/** So many are not held any longer: there may be a hundred thousand. */
const MANY = 256

/** One Blob of all parts: no layer passes through memory. New bytes that follow one another make one piece. */
export async function assemble(parts: AsyncIterable<Part>): Promise<Blob> {
  const pieces: Blob[] = []
  let bytes: Uint8Array<ArrayBuffer>[] = []
  const flush = (): void => {
    if (bytes.length > 0) pieces.push(new Blob(bytes))
    bytes = []
  }
  for await (const part of parts) {
    if (sizeOf(part) === 0) continue
    if (part instanceof Blob) {
      flush()
      pieces.push(part)
    } else if (bytes.push(part) === MANY) flush()
  }
  flush()
  return new Blob(pieces, { type: 'application/x-tar' })
}

/** What the parts come to, in bytes, with nothing put together. */
export async function totalSize(parts: AsyncIterable<Part>): Promise<number> {
  let total = 0
  for await (const part of parts) total += sizeOf(part)
  return total
}
