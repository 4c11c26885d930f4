/**
 * Numbers as Go's archive/tar reads them, because the engines read with it. Undefined is what it refuses. Above 2^53 they are
 * not exact: whoever counts bytes by them has to refuse those.
 */
export const headerNumber = (bytes: Uint8Array) => (isBase256(bytes) ? base256(bytes) : octal(bytes))

/** GNU tar manual, "Basic Tar Format": the top bit of the first byte says that the rest is a big-endian number. */
export const isBase256 = (bytes: Uint8Array) => ((bytes[0] ?? 0) & 0x80) !== 0

const [NUL, SPACE, ZERO, SEVEN] = [0x00, 0x20, 0x30, 0x37]
const isFiller = (byte: number | undefined) => byte === NUL || byte === SPACE

/** Where an octal field's digits stand: blanks and NULs may be on both sides, and a NUL among the digits ends them. */
export function digitsIn(bytes: Uint8Array): { start: number; end: number } {
  let start = 0
  let end = bytes.length
  while (start < end && isFiller(bytes[start])) start++
  while (end > start && isFiller(bytes[end - 1])) end--
  const nul = bytes.indexOf(NUL, start)
  return { start, end: nul < 0 ? end : Math.min(nul, end) }
}

/** A field without digits is 0. */
export function octal(bytes: Uint8Array): number | undefined {
  const { start, end } = digitsIn(bytes)
  let value = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < ZERO || byte > SEVEN) return undefined
    value = value * 8 + (byte - ZERO)
  }
  return value
}

/** Two's complement in the bits behind the mark; more than 63 of them are no number. */
function base256(bytes: Uint8Array): number | undefined {
  const negative = ((bytes[0] ?? 0) & 0x40) !== 0
  let value = 0n
  for (const [at, byte] of bytes.entries()) {
    const bits = (negative ? ~byte : byte) & (at === 0 ? 0x7f : 0xff)
    value = value * 256n + BigInt(bits)
  }
  if (value >= 2n ** 63n) return undefined
  return Number(negative ? -value - 1n : value)
}

/** A whole number in decimal, of 64 bits. */
export function decimal(digits: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(digits)) return undefined
  const value = Number(digits) + 0
  return Math.abs(value) < 2 ** 63 ? value : undefined
}

/** Seconds with a fraction (POSIX pax, "pax Extended Header File Times"). */
export function seconds(text: string): number | undefined {
  const [whole = '', fraction = ''] = text.split(/\.(.*)/s)
  if (decimal(whole) === undefined || !/^[0-9]*$/.test(fraction)) return undefined
  return Number(`${whole}.${fraction}`)
}
