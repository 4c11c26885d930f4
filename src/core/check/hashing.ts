import { passing } from '../compression/chunks'
import { sha256Hasher, type Digest } from '../image/digest'
import type { OnBytes } from './hash'

/** SHA-256 of bytes that come piece by piece, in order. */
export interface RunningHash {
  /** Comes back once there is room for more; what was given may be written over then. */
  write(piece: Uint8Array | Blob): Promise<void>
  /** Of all that was given. */
  digest(): Promise<Digest>
}

/** Who hashes what is being made: whoever makes it, or somebody else meanwhile. */
export interface Hashing {
  begin(): RunningHash
}

export const hashingHere: Hashing = {
  begin() {
    const hasher = sha256Hasher()
    return {
      async write(piece) {
        const hash = await hasher
        if (piece instanceof Blob) for await (const chunk of passing(piece)) hash.update(chunk)
        else hash.update(piece)
      },
      digest: async () => `sha256:${(await hasher).digest()}`,
    }
  },
}

/** What is told of is cut to this much. */
const TOLD = 8 * 1024 * 1024

/** Hashing that tells of every byte; what it tells may wait, or throw to stop it. */
export const telling = (hashing: Hashing, onBytes: OnBytes): Hashing => ({
  begin() {
    const hash = hashing.begin()
    return {
      async write(piece) {
        const size = piece instanceof Blob ? piece.size : piece.length
        for (let at = 0; at < size; at += TOLD) {
          await hash.write(piece instanceof Blob ? piece.slice(at, at + TOLD) : piece.subarray(at, at + TOLD))
          await onBytes(Math.min(TOLD, size - at))
        }
      },
      digest: () => hash.digest(),
    }
  },
})
