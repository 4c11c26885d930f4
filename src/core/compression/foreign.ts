/** A packing that can't be read here, and what unpacks it. */
export interface Foreign {
  readonly packing: string
  readonly command: string
}

const foreign = (packing: string, command: string, ...bytes: readonly (number | string)[]) => ({
  packing,
  command,
  magic: bytes.flatMap((part) => (typeof part === 'string' ? [...part].map((char) => char.charCodeAt(0)) : [part])),
})

/** By their first bytes, from each format's own description. Those that begin with letters go on until no text does. */
const FOREIGN = [
  foreign('lz4', 'lz4 -d', 0x04, 0x22, 0x4d, 0x18),
  foreign('lz4', 'lz4 -d', 0x02, 0x21, 0x4c, 0x18),
  foreign('7z', '7z x', '7z', 0xbc, 0xaf, 0x27, 0x1c),
  foreign('rar', 'unrar x', 'Rar!', 0x1a, 0x07),
  foreign('compress (.Z)', 'uncompress', 0x1f, 0x9d),
  foreign('pack (.z)', 'gzip -d', 0x1f, 0x1e),
  foreign('lzip', 'lzip -d', 'LZIP', 0x01),
  foreign('lzip', 'lzip -d', 'LZIP', 0x00),
  foreign('lzma', 'xz -d --format=lzma', 0x5d, 0x00, 0x00),
  foreign('lzop', 'lzop -d', 0x89, 'LZO', 0x00, 0x0d, 0x0a, 0x1a, 0x0a),
  foreign('lrzip', 'lrzip -d', 'LRZI', 0x00),
  foreign('snappy', 'snzip -d', 0xff, 0x06, 0x00, 0x00, 'sNaPpY'),
  foreign('cab', '7z x', 'MSCF', 0x00, 0x00, 0x00, 0x00),
  foreign('xar', '7z x', 'xar!', 0x00),
  foreign('wim', '7z x', 'MSWIM', 0x00, 0x00, 0x00),
  foreign('zpaq', 'zpaq x', '7kSt', 0xa0),
  foreign('arj', '7z x', 0x60, 0xea),
  foreign('gpg', 'gpg -d', '-----BEGIN PGP MESSAGE-----'),
  foreign('age', 'age -d', 'age-encryption.org/v1'),
  foreign('openssl', 'openssl enc -d', 'Salted__'),
]

const isUstar = (start: Uint8Array) => String.fromCharCode(...start.subarray(257, 262)) === 'ustar'

/** @param start the file's first 512 bytes. */
export function foreignPacking(start: Uint8Array): Foreign | undefined {
  if (isUstar(start)) return undefined
  return FOREIGN.find(({ magic }) => magic.every((byte, at) => start[at] === byte))
}
