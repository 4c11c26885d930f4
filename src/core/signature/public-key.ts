import { bytesOfBase64 } from '../base64'

/** Why a text gives no key to verify with. `insecure`: the page was opened over plain http, where browsers verify nothing. */
export type NoKey = 'private-key' | 'certificate' | 'other-algorithm' | 'no-key' | 'insecure'

export type KeyRead =
  | {
      readonly kind: 'key'
      readonly key: CryptoKey
      /** SHA-256 of the key in DER, in hex. */ readonly fingerprint: string
    }
  | { readonly kind: 'refused'; readonly why: NoKey }

/** A key has some 200 characters; what comes with it some lines more. */
const LONGEST = 65_536

/** The labels of RFC 7468; between them base64. */
const ARMOR = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/

/** What cosign makes by default, and signs with: P-256 and SHA-256 (sigstore, "Signature Spec"). */
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }

/** The key of a `cosign.pub`: the first thing in PEM that the text holds. */
export async function readPublicKey(text: string): Promise<KeyRead> {
  const [, label = '', body = ''] = ARMOR.exec(text.slice(0, LONGEST)) ?? []
  const other = otherThanKey(label)
  if (other) return { kind: 'refused', why: other }
  // Absent where the page has no secure origin, whatever the types say.
  const subtle: SubtleCrypto | undefined = crypto.subtle
  if (!subtle) return { kind: 'refused', why: 'insecure' }
  const der = bytesOfBase64(body)
  if (!der) return { kind: 'refused', why: 'no-key' }
  try {
    const key = await subtle.importKey('spki', der, ECDSA, false, ['verify'])
    return { kind: 'key', key, fingerprint: hex(await subtle.digest('SHA-256', der)) }
  } catch {
    return { kind: 'refused', why: 'other-algorithm' }
  }
}

function otherThanKey(label: string): NoKey | undefined {
  if (label.endsWith('PRIVATE KEY')) return 'private-key'
  if (label === 'CERTIFICATE') return 'certificate'
  return label === 'PUBLIC KEY' ? undefined : 'no-key'
}

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
