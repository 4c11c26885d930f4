import { createSHA384, createSHA512 } from 'hash-wasm'
import { DecodeError, LARGE_CHUNK, passing, type DecoderInput } from '../compression/chunks'
import { decoders } from '../compression/decode'
import { letGo, SpareMemory } from '../compression/same-memory'
import { hashers, type Hasher } from '../hashers'
import { sha256Hasher, type Digest } from '../image/digest'
import type { Algorithm, Hashed, ToHash } from './to-hash'

/** Told of bytes that were read since it was last told; what it gives back is awaited, so that it can let messages in. */
export type OnBytes = (bytes: number) => void | Promise<void>

const begin: Readonly<Record<Algorithm, () => Promise<Hasher>>> = {
  sha256: sha256Hasher,
  sha384: hashers(createSHA384),
  sha512: hashers(createSHA512),
}

/** The name that WebCrypto has for each. */
const native: Readonly<Record<Algorithm, string>> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

/** So much is hashed at one go by what the browser has: it takes half the time, but a copy of all of it. */
export const ONE_SHOT = 8 * 1024 * 1024

const memory = new SpareMemory(ONE_SHOT)

/** Reads an entry once, and hashes what is stored and, of a packed layer, what is in it. */
export const hash = (one: ToHash, onBytes: OnBytes): Promise<Hashed> => hashAs(one, one.bytes, onBytes)

/** Larger ones are worth a read of their own. */
export const LITTLE = 64 * 1024

/** Little ones that are read at one go: a browser takes the better part of a millisecond for each read, however little it is of. */
export async function hashTogether(blobs: readonly ToHash[], onBytes: OnBytes): Promise<Hashed[]> {
  const all = new Uint8Array(await new Blob(blobs.map(({ bytes }) => bytes)).arrayBuffer())
  const hashed: Hashed[] = []
  let at = 0
  for (const one of blobs) {
    const bytes = all.subarray(at, (at += one.bytes.size))
    hashed.push(await hashAs(one, bytes, onBytes))
  }
  letGo(all.buffer)
  return hashed
}

async function hashAs({ start, digest, unpack }: ToHash, bytes: Stored, onBytes: OnBytes): Promise<Hashed> {
  if (!unpack) return { start, digest: await hashPlain(bytes, digest, onBytes), diffId: undefined, fault: undefined }
  const stored = new Passing(bytes instanceof Blob ? bytes : inMemory(bytes), await begin[digest](), onBytes)
  const plain = await begin[unpack.digest]()
  let fault: string | undefined
  try {
    for await (const chunk of decoders[unpack.encoding](stored, () => {})) plain.update(chunk)
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown
    fault = thrown.kind
  }
  await stored.finish()
  const [whole, diffId] = [digestBy(digest, stored.hasher), digestBy(unpack.digest, plain)]
  return { start, digest: whole, diffId: fault === undefined ? diffId : undefined, fault }
}

/** Bytes of a file, or those bytes where they were read. */
type Stored = Blob | Uint8Array<ArrayBuffer>

const inMemory = (bytes: Uint8Array<ArrayBuffer>): DecoderInput => ({
  size: bytes.length,
  slice: (start, end) => ({ arrayBuffer: async () => bytes.slice(start, end).buffer }),
})

async function hashPlain(bytes: Stored, algorithm: Algorithm, onBytes: OnBytes): Promise<Digest> {
  if (!(bytes instanceof Blob)) return hashRead(bytes, algorithm, onBytes)
  if (bytes.size <= ONE_SHOT && crypto.subtle) return hashAtOneGo(bytes, algorithm, onBytes)
  const hasher = await begin[algorithm]()
  for await (const chunk of passing(bytes)) {
    hasher.update(chunk)
    await onBytes(chunk.length)
  }
  return digestBy(algorithm, hasher)
}

async function hashRead(bytes: Uint8Array, algorithm: Algorithm, onBytes: OnBytes): Promise<Digest> {
  const hasher = await begin[algorithm]()
  hasher.update(bytes)
  await onBytes(bytes.length)
  return digestBy(algorithm, hasher)
}

async function hashAtOneGo(bytes: Blob, algorithm: Algorithm, onBytes: OnBytes): Promise<Digest> {
  const buffer = memory.take()
  try {
    const all = new Uint8Array(buffer, 0, bytes.size)
    let read = 0
    for await (const chunk of passing(bytes)) {
      all.set(chunk, read)
      read += chunk.length
    }
    const hashed = new Uint8Array(await crypto.subtle.digest(native[algorithm], all))
    await onBytes(bytes.size)
    return `${algorithm}:${[...hashed].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
  } finally {
    memory.giveBack(buffer)
  }
}

const digestBy = (algorithm: Algorithm, hasher: Hasher): Digest => `${algorithm}:${hasher.digest()}`

/** Bytes that are hashed as a decoder reads them: each once and in order, however often it comes back to them. */
class Passing implements DecoderInput {
  readonly size: number
  readonly hasher: Hasher
  readonly #bytes: DecoderInput
  readonly #onBytes: OnBytes
  #hashed = 0

  constructor(bytes: DecoderInput, hasher: Hasher, onBytes: OnBytes) {
    this.size = bytes.size
    this.hasher = hasher
    this.#bytes = bytes
    this.#onBytes = onBytes
  }

  slice(start: number, end: number): Pick<Blob, 'arrayBuffer'> {
    return { arrayBuffer: () => this.#read(start, end) }
  }

  /** What the decoder had no need of, or did not come to. */
  async finish(): Promise<void> {
    while (this.#hashed < this.size) await this.#read(this.#hashed, this.#hashed + LARGE_CHUNK)
  }

  async #read(start: number, end: number): Promise<ArrayBuffer> {
    const bytes = await this.#bytes.slice(start, end).arrayBuffer()
    const fresh = start + bytes.byteLength - this.#hashed
    // A look ahead is no reading on: those bytes come by once more.
    if (start > this.#hashed || fresh <= 0) return bytes
    this.hasher.update(new Uint8Array(bytes, this.#hashed - start))
    this.#hashed += fresh
    await this.#onBytes(fresh)
    return bytes
  }
}
