import type { IHasher } from 'hash-wasm'

/** Hashes bytes that come piece by piece. */
export interface Hasher {
  update(bytes: Uint8Array | string): void
  /** Of all of them, in hex. It is given up with that. */
  digest(): string
}

/**
 * Hashers, each of which serves one after the other: making one takes longer than hashing what is small, and Chromium has room for
 * no more than some hundred.
 */
export function hashers(make: () => Promise<IHasher>): () => Promise<Hasher> {
  const free: IHasher[] = []
  return async () => {
    let hasher: IHasher | undefined = (free.pop() ?? (await make())).init()
    const held = () => {
      if (!hasher) throw new RangeError('its digest was told')
      return hasher
    }
    return {
      update: (bytes) => void held().update(bytes),
      digest() {
        const mine = held()
        hasher = undefined
        free.push(mine)
        return mine.digest('hex')
      },
    }
  }
}
