import type { IHasher } from 'hash-wasm'

/** Hashes bytes that come piece by piece. */
export interface Hasher {
  update(bytes: Uint8Array | string): void
  /** Of all of them, in hex. It is given up with that: another hash is made by it. */
  digest(): string
}

/**
 * Hashers, each of which serves one after the other: making one takes longer than hashing what is small, and Chromium has room for
 * no more than some hundred.
 */
export function hashers(make: () => Promise<IHasher>): () => Promise<Hasher> {
  const free: IHasher[] = []
  return async () => {
    const hasher = (free.pop() ?? (await make())).init()
    return {
      update: hasher.update,
      digest() {
        free.push(hasher)
        return hasher.digest()
      },
    }
  }
}
