/** Tar counts in blocks of this many bytes (POSIX pax, "ustar Interchange Format"). */
export const BLOCK = 512

/** Offset and width of the fields of a header block, by their POSIX names. */
export const field = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  chksum: [148, 8],
  typeflag: [156, 1],
  linkname: [157, 100],
  magic: [257, 6],
  version: [263, 2],
  devmajor: [329, 8],
  devminor: [337, 8],
  prefix: [345, 155],
} as const satisfies Record<string, Field>

export type Field = readonly [offset: number, width: number]

/** The checksum counts its own field as eight spaces; very old writers summed signed bytes. */
export function checksums(block: Uint8Array): { unsigned: number; signed: number } {
  const [start, width] = field.chksum
  let unsigned = 0
  let signed = 0
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= start && i < start + width ? 0x20 : (block[i] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return { unsigned, signed }
}

export const slice = (block: Uint8Array, [offset, width]: Field) => block.subarray(offset, offset + width)
