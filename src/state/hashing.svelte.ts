import type { HashBlobs } from '../worker/decoder/hash-blobs'

/** Bytes a second, until something was hashed: what a laptop of these years does at least. */
const ASSUMED = 250_000_000
/** Less tells no rate: the workers have to begin first. */
const TELLING = 32 * 1024 * 1024

/** Decoders come along only when they are needed. */
const inWorkers: HashBlobs = async (...given) => (await import('../worker/decoder/hash-blobs')).hashBlobs(...given)

/** Hashing in workers, and how fast it is here. */
export class Hashing {
  bytesPerSecond = $state(ASSUMED)
  readonly #hash: HashBlobs

  constructor(hash: HashBlobs = inWorkers) {
    this.#hash = hash
  }

  readonly all: HashBlobs = async (blobs, onProgress, signal) => {
    if (blobs.length === 0) return []
    const bytes = blobs.reduce((sum, one) => sum + one.bytes.size, 0)
    const start = performance.now()
    const hashed = await this.#hash(blobs, onProgress, signal)
    if (bytes >= TELLING) this.bytesPerSecond = (1000 * bytes) / (performance.now() - start)
    return hashed
  }
}
