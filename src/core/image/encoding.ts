import type { Encoding } from './model'

/** What there are decoders for. */
export type Packed = Exclude<Encoding, 'tar' | 'lz4' | 'encrypted'>

export const isPacked = (encoding: Encoding): encoding is Packed =>
  encoding !== 'tar' && encoding !== 'lz4' && encoding !== 'encrypted'

/** What compressed bytes begin with: the first four, big-endian, and how many bits of them count. */
const MAGICS: readonly (readonly [Encoding, magic: number, bits: number])[] = [
  ['gzip', 0x1f8b, 16],
  ['zstd', 0x28b52ffd, 32],
  ['xz', 0xfd377a58, 32],
  ['bzip2', 0x425a68, 24],
  ['lz4', 0x04224d18, 32],
]

/** zstd:chunked and eStargz are zstd and gzip to whoever does not know them. A name that begins so is no tar's: `BZh` has digits behind. */
const NAMES: readonly (readonly [Encoding, RegExp])[] = [
  ['gzip', /(?:\.t?gz|[.+]gzip)$/],
  ['zstd', /(?:\.t?zst|[.+]zstd(?:chunked)?)$/],
  ['xz', /(?:\.t?xz|[.+]xz)$/],
  ['bzip2', /(?:\.t?bz2|[.+]bzip2)$/],
  ['lz4', /(?:\.lz4|[.+]lz4)$/],
]

/**
 * @param magic of the stored bytes; undefined where none are left to tell by.
 * @param names what else tells: the media type, the path.
 */
export function encodingOf(magic: number | undefined, names: readonly string[]): Encoding {
  if (names.some(isEncrypted)) return 'encrypted'
  if (magic !== undefined) return MAGICS.find(([, known, bits]) => magic >>> (32 - bits) === known)?.[0] ?? 'tar'
  return NAMES.find(([, pattern]) => names.some((name) => pattern.test(name)))?.[0] ?? 'tar'
}

/** The bytes are ciphertext, whatever they begin with (ocicrypt). */
export const isEncrypted = (mediaType: string) => /\+encrypted$/i.test(mediaType)
