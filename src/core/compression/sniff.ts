/** How a file is packed as a whole, told by its first bytes, never by its name. */
export type Packing = 'tar' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'zip'

const SIGNATURES: readonly (readonly [Packing, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  // One of nothing, and one that was cut in parts.
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['zip', [0x50, 0x4b, 0x07, 0x08]],
]

/** A skippable frame, of any of sixteen kinds: pzstd begins with one (RFC 8878, 3.1.2). */
const isSkippable = ([kind = 0, ...magic]: readonly number[]) =>
  kind >> 4 === 5 && [0x2a, 0x4d, 0x18].every((byte, at) => magic[at] === byte)

/** `BZh`, the block size from 1 to 9, and the mark of a block or of an empty stream's end: text may begin with the first three. */
const BZIP2 = /^BZh[1-9](?:1AY&SY|.rE8P.)/s

const LONGEST = 10

export function packingOf(start: Uint8Array): Packing {
  const match = SIGNATURES.find(([, signature]) => signature.every((byte, at) => start[at] === byte))
  if (match) return match[0]
  const bytes = [...start.subarray(0, LONGEST)]
  if (isSkippable(bytes)) return 'zstd'
  return BZIP2.test(String.fromCharCode(...bytes)) ? 'bzip2' : 'tar'
}

export async function sniff(file: Blob): Promise<Packing> {
  return packingOf(new Uint8Array(await file.slice(0, LONGEST).arrayBuffer()))
}
