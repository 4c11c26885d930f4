import { sha256, type Digest } from '../image/digest'
import { nameOf, platformName, type Image, type ImageArchive } from '../image/model'
import type { OciChild, OciIndex } from '../image/oci'
import { pathsOf } from '../image/signed'
import { isSignedBy } from './ecdsa'
import { readPublicKey, type NoKey } from './public-key'
import { statementsIn, type Statement } from './statement'

/** `unverified`: nobody gave a key. `other-key`: it is not by the key that was given. */
export type SignatureState = 'unverified' | 'verified' | 'other-key'

export interface SignedImage {
  readonly name: string
  readonly platform: string
  readonly what: Statement['what']
  /** Of the manifest, or of the index above it, that is signed; its bytes were hashed. Undefined: nothing signs the image. */
  readonly digest: Digest | undefined
  readonly state: SignatureState | 'unsigned'
}

/** A statement of what is not in the archive, or not as it was signed. */
export interface StraySignature {
  readonly what: Statement['what']
  readonly digest: Digest
  readonly state: SignatureState
}

export interface SignatureReport {
  readonly key:
    | { readonly kind: 'key'; readonly fingerprint: string }
    | { readonly kind: 'refused'; readonly why: NoKey }
    | undefined
  readonly images: readonly SignedImage[]
  readonly strays: readonly StraySignature[]
  /** Whether there are more, or larger ones, than are looked at. */
  readonly more: boolean
}

/** Who signed the images of an archive, as far as a key tells. @param publicKey a text that holds it, in PEM. */
export async function signatureReport(archive: ImageArchive, publicKey: string | undefined): Promise<SignatureReport> {
  const read = publicKey === undefined ? undefined : await readPublicKey(publicKey)
  const key = read?.kind === 'key' ? read.key : undefined
  const found = await statementsIn(archive)
  const statements = await Promise.all(found.read.map((one) => judged(one, key)))
  const proven = await provenDigests(archive)
  const images = [...proven]
    .filter(([image]) => image.listed)
    .flatMap(([image, digests]) => signaturesOf(image, digests, statements, key !== undefined))
  const there = new Set([...proven.values()].flat())
  const strays = statements.flatMap(({ what, digests, state }) =>
    digests.some((digest) => there.has(digest)) ? [] : digests.map((digest) => ({ what, digest, state })),
  )
  return {
    key: read?.kind === 'key' ? { kind: 'key', fingerprint: read.fingerprint } : read,
    images,
    strays,
    more: found.more,
  }
}

interface Judged extends Statement {
  readonly state: SignatureState
}

async function judged(statement: Statement, key: CryptoKey | undefined): Promise<Judged> {
  if (!key) return { ...statement, state: 'unverified' }
  const by = await Promise.all(statement.signatures.map((one) => isSignedBy(key, one, statement.signed)))
  return { ...statement, state: by.includes(true) ? 'verified' : 'other-key' }
}

/** One line of each kind: the best that is said of an image. Who gave a key wants to know of what is not signed at all. */
function signaturesOf(
  image: Image,
  digests: readonly Digest[],
  statements: readonly Judged[],
  hasKey: boolean,
): SignedImage[] {
  const told = { name: nameOf(image), platform: platformName(image.platform) }
  return (['signature', 'attestation'] as const).flatMap((what): SignedImage[] => {
    const mine = statements.filter((one) => one.what === what && one.digests.some((digest) => digests.includes(digest)))
    const best = mine.find(({ state }) => state === 'verified') ?? mine[0]
    if (best) return [{ ...told, what, digest: digests.find((one) => best.digests.includes(one)), state: best.state }]
    return what === 'signature' && hasKey ? [{ ...told, what, digest: undefined, state: 'unsigned' }] : []
  })
}

/** Of each image the digests that its manifest, and the indexes above it, really have: as far up as each is what it is called. */
async function provenDigests(archive: ImageArchive): Promise<ReadonlyMap<Image, readonly Digest[]>> {
  const indexes = new Map<OciIndex, Promise<Digest>>()
  const digestOf = ({ node }: OciChild): Promise<Digest> | undefined => {
    if (node.kind === 'manifest') return sha256(node.bytes)
    if (node.kind !== 'index') return undefined
    const known = indexes.get(node) ?? archive.tar.read(node.entry).then(sha256)
    indexes.set(node, known)
    return known
  }
  const proven = new Map<Image, readonly Digest[]>()
  for (const [image, paths] of pathsOf(archive)) {
    const digests = new Set<Digest>()
    for (const path of paths)
      for (const child of path.toReversed()) {
        if ((await digestOf(child)) !== child.descriptor.digest) break
        digests.add(child.descriptor.digest)
      }
    proven.set(image, [...digests])
  }
  return proven
}
