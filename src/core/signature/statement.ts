import { bytesOfBase64 } from '../base64'
import type { Descriptor } from '../image/descriptor'
import { blobPath, isDigest, type Digest } from '../image/digest'
import { filesOf } from '../image/files'
import { isObject, listOf, stringOf, type JsonObject } from '../image/json'
import type { ImageArchive } from '../image/model'

/** What somebody signed: the manifests or indexes that it speaks of, by digest. */
export interface Statement {
  readonly what: 'signature' | 'attestation'
  readonly digests: readonly Digest[]
  /** The bytes that were signed. */
  readonly signed: Uint8Array<ArrayBuffer>
  /** In DER. */
  readonly signatures: readonly Uint8Array[]
}

/** A signature has some hundred bytes, an attestation with an SBOM in it some hundred thousand. */
const LARGEST = 4 * 1024 * 1024

/** Of all together: a page verifies what an archive of images brings, and no store of signatures. */
const MOST_BYTES = 32 * 1024 * 1024
const MOST_SIGNATURES = 1000

const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json'
const ENVELOPE = 'application/vnd.dsse.envelope.v1+json'
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle/

/** cosign's own way to say "signed" in a bundle; whatever else an envelope holds is an attestation. */
const SIGNED = 'https://sigstore.dev/cosign/sign/v1'

export interface Statements {
  readonly read: readonly Statement[]
  /** Whether there are more, or larger ones, than are read. */
  readonly more: boolean
}

/** The statements that cosign left in an archive (sigstore, "Signature Spec", "Bundle Format"; DSSE). */
export async function statementsIn(archive: Pick<ImageArchive, 'artifacts' | 'tar'>): Promise<Statements> {
  const files = filesOf(archive.tar)
  const blobs = new Map(archive.artifacts.flatMap((artifact) => artifact.blobs.map((blob) => [blob.digest, blob])))
  const statements: Statement[] = []
  let bytes = 0
  let signatures = 0
  for (const blob of blobs.values()) {
    const read = readerOf(blob)
    const entry = read && files.find(blobPath(blob.digest))
    if (!entry) continue
    bytes += entry.size
    if (entry.size > LARGEST || bytes > MOST_BYTES) return { read: statements, more: true }
    const statement = read((await archive.tar.read(entry)).slice(), blob)
    if (!statement) continue
    signatures += statement.signatures.length
    if (signatures > MOST_SIGNATURES) return { read: statements, more: true }
    if (statement.digests.length > 0) statements.push(statement)
  }
  return { read: statements, more: false }
}

type Read = (bytes: Uint8Array<ArrayBuffer>, blob: Descriptor) => Statement | undefined

function readerOf({ mediaType }: Descriptor): Read | undefined {
  if (mediaType === SIMPLE_SIGNING) return simplySigned
  if (mediaType === ENVELOPE) return (bytes) => enveloped(jsonOf(bytes))
  if (BUNDLE.test(mediaType)) return (bytes) => enveloped(objectIn(jsonOf(bytes), 'dsseEnvelope'))
  return undefined
}

/** The blob itself is signed; its signature stands beside it. */
function simplySigned(signed: Uint8Array<ArrayBuffer>, { annotations }: Descriptor): Statement | undefined {
  const signature = bytesOfBase64(annotations?.['dev.cosignproject.cosign/signature'] ?? '')
  const image = objectIn(objectIn(jsonOf(signed), 'critical'), 'image')
  const digest = image['docker-manifest-digest']
  if (!signature || !isDigest(digest)) return undefined
  return { what: 'signature', digests: [digest], signed, signatures: [signature] }
}

/** What is signed is the payload behind its type and both their lengths (DSSE, "Signature Definition"). */
function enveloped(envelope: JsonObject): Statement | undefined {
  const payload = bytesOfBase64(stringOf(envelope['payload']) ?? '')
  if (!payload) return undefined
  const statement = jsonOf(payload)
  const digests = listOf(statement, 'subject').flatMap((subject) => {
    const hex = isObject(subject) ? objectIn(subject, 'digest')['sha256'] : undefined
    const digest = `sha256:${stringOf(hex) ?? ''}`
    return isDigest(digest) ? [digest] : []
  })
  const type = stringOf(envelope['payloadType']) ?? ''
  const signatures = listOf(envelope, 'signatures').flatMap((one) => {
    return (isObject(one) && bytesOfBase64(stringOf(one['sig']) ?? '')) || []
  })
  const what = statement['predicateType'] === SIGNED ? 'signature' : 'attestation'
  return { what, digests, signed: preAuthenticated(type, payload), signatures }
}

function preAuthenticated(type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(type)
  const start = new TextEncoder().encode(`DSSEv1 ${text.length} ${type} ${payload.length} `)
  const all = new Uint8Array(start.length + payload.length)
  all.set(start)
  all.set(payload, start.length)
  return all
}

/** What is no JSON says nothing. */
function jsonOf(bytes: Uint8Array): JsonObject {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isObject(json) ? json : {}
  } catch {
    return {}
  }
}

const objectIn = (json: JsonObject, key: string): JsonObject => {
  const value = json[key]
  return isObject(value) ? value : {}
}
