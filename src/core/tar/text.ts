/** A byte order mark is a part of a name: dropped, two names would become one. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A name that is no UTF-8 keeps each byte above 0x7f as a lone surrogate: it never equals a name that a manifest can write. */
const LONE = 0xdc00

/** Text up to the first NUL. What is no UTF-8 is shown with U+FFFD, and never written back. */
export function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decoded(end < 0 ? bytes : bytes.subarray(0, end))
}

/**
 * Of what a decoder gives out Chromium keeps a second copy, and a handle on it, until its next large collection: of 150,000 names 40
 * MB. So plain short ones are put together here.
 */
const SHORT = 512

export function decoded(bytes: Uint8Array): string {
  if (bytes.length <= SHORT && bytes.every((byte) => byte < 0x80))
    return Reflect.apply(String.fromCharCode, undefined, bytes)
  try {
    return utf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : LONE + byte)).join('')
  }
}
