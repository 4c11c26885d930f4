import { createSHA256 } from 'hash-wasm'
import { passing } from '../compression/chunks'
import { hashers } from '../hashers'

/** `sha256:` and 64 hex digits, or another algorithm of the OCI image-spec ("Digests"). */
export type Digest = `${string}:${string}`

const GRAMMAR = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/
const HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }
const LONGEST = 200

export function isDigest(value: unknown): value is Digest {
  if (typeof value !== 'string' || value.length > LONGEST || !GRAMMAR.test(value)) return false
  const [algorithm = '', encoded = ''] = value.split(':')
  const length = HEX_LENGTH[algorithm]
  return length === undefined || (encoded.length === length && /^[0-9a-f]+$/.test(encoded))
}

/** The digest of no bytes: an image that lists it as a layer was loaded from a wrongly emptied archive. */
export const EMPTY_BLOB: Digest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Where an OCI layout keeps a blob (image-spec, "Image Layout"). */
export const blobPath = (digest: Digest) => `blobs/${digest.replace(':', '/')}`

/** The digest that a blob's path in an OCI layout names. */
export function digestOfPath(path: string): Digest | undefined {
  const match = /^blobs\/([^/]+)\/([^/]+)$/.exec(path)
  const digest = match && `${match[1]}:${match[2]}`
  return isDigest(digest) ? digest : undefined
}

export const hexOf = (digest: Digest) => digest.slice(digest.indexOf(':') + 1)

/** For bytes that come piece by piece. */
export const sha256Hasher = hashers(createSHA256)

export async function sha256(bytes: Uint8Array | string): Promise<Digest> {
  const hasher = await sha256Hasher()
  hasher.update(bytes)
  return `sha256:${hasher.digest()}`
}

/** @param onBytes told how many bytes were hashed since it was last told. */
export async function sha256OfBlob(blob: Blob, onBytes: (bytes: number) => void = () => {}): Promise<Digest> {
  const hasher = await sha256Hasher()
  for await (const chunk of passing(blob)) {
    hasher.update(chunk)
    onBytes(chunk.length)
  }
  return `sha256:${hasher.digest()}`
}
