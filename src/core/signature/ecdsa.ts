/** Bytes of each of the two numbers of a P-256 signature. */
const HALF = 32

const SEQUENCE = 0x30
const INTEGER = 0x02

/**
 * A signature as tools write it, in DER (RFC 3279, 2.2.3), as WebCrypto takes it: both numbers one after the other.
 * @returns undefined for what is no such signature.
 */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined
  const r = integerAt(der, 2)
  const s = r && integerAt(der, r.end)
  if (!r || s?.end !== der.length) return undefined
  const raw = new Uint8Array(2 * HALF)
  raw.set(r.digits, HALF - r.digits.length)
  raw.set(s.digits, 2 * HALF - s.digits.length)
  return raw
}

/** Its digits without the zeros before them. */
function integerAt(der: Uint8Array, at: number): { readonly digits: Uint8Array; readonly end: number } | undefined {
  const length = der[at + 1] ?? 0
  const end = at + 2 + length
  if (der[at] !== INTEGER || length === 0 || end > der.length) return undefined
  const all = der.subarray(at + 2, end)
  const first = all.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? all.subarray(length) : all.subarray(first)
  return digits.length > HALF ? undefined : { digits, end }
}

export async function isSignedBy(
  key: CryptoKey,
  signature: Uint8Array,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const raw = rawSignature(signature)
  return raw !== undefined && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, signed)
}
