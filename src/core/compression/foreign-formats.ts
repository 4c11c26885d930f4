import type { ErrorCode } from '../errors'

/** What can't be read here; what is to be done about it depends on its kind. */
type ForeignKind = Extract<
  ErrorCode,
  'foreign-packing' | 'disk-image' | 'software-package' | 'flat-image' | 'recovery-data' | 'pointer-file' | 'other-file'
>

/** A mark of a format. `at`: bytes from the file's start, or, below zero, from its end. */
export interface Format {
  readonly kind: ForeignKind
  /** As people call it, in every language. */
  readonly name: string
  /** What unpacks it, or brings what it stands for; empty where nothing does. */
  readonly command: string
  readonly at: number
  readonly magic: readonly number[]
}

const bytesOf = (parts: readonly (number | string)[]) =>
  parts.flatMap((part) => (typeof part === 'string' ? [...part].map((char) => char.charCodeAt(0)) : [part]))

type Parts = readonly (number | string)[]

const marked = (format: Omit<Format, 'magic'>, magic: Parts): Format => ({ ...format, magic: bytesOf(magic) })

const packing = (name: string, command: string, ...magic: Parts) =>
  marked({ kind: 'foreign-packing', name, command, at: 0 }, magic)
const disk = (name: string, at: number, ...magic: Parts) => marked({ kind: 'disk-image', name, command: '', at }, magic)
const software = (name: string, at: number, ...magic: Parts) =>
  marked({ kind: 'software-package', name, command: '', at }, magic)
const other = (name: string, ...magic: Parts) => marked({ kind: 'other-file', name, command: '', at: 0 }, magic)
const torrent = (...magic: Parts) =>
  marked({ kind: 'pointer-file', name: 'BitTorrent', command: 'transmission-cli', at: 0 }, magic)

/**
 * By their marks, from each format's own description; the first that fits counts. Those that begin with letters go on until no
 * text does.
 */
export const FORMATS: readonly Format[] = [
  packing('lz4', 'lz4 -d', 0x04, 0x22, 0x4d, 0x18),
  packing('lz4', 'lz4 -d', 0x02, 0x21, 0x4c, 0x18),
  packing('7z', '7z x', '7z', 0xbc, 0xaf, 0x27, 0x1c),
  packing('rar', 'unrar x', 'Rar!', 0x1a, 0x07),
  packing('compress (.Z)', 'uncompress', 0x1f, 0x9d),
  packing('pack (.z)', 'gzip -d', 0x1f, 0x1e),
  packing('lzip', 'lzip -d', 'LZIP', 0x01),
  packing('lzip', 'lzip -d', 'LZIP', 0x00),
  packing('lzma', 'xz -d --format=lzma', 0x5d, 0x00, 0x00),
  packing('lzop', 'lzop -d', 0x89, 'LZO', 0x00, 0x0d, 0x0a, 0x1a, 0x0a),
  packing('lrzip', 'lrzip -d', 'LRZI', 0x00),
  packing('snappy', 'snzip -d', 0xff, 0x06, 0x00, 0x00, 'sNaPpY'),
  packing('cab', '7z x', 'MSCF', 0x00, 0x00, 0x00, 0x00),
  packing('xar', '7z x', 'xar!', 0x00),
  packing('wim', '7z x', 'MSWIM', 0x00, 0x00, 0x00),
  packing('zpaq', 'zpaq x', '7kSt', 0xa0),
  packing('arj', '7z x', 0x60, 0xea),
  packing('gpg', 'gpg -d', '-----BEGIN PGP MESSAGE-----'),
  packing('gpg', 'gpg -d', 0x8c, 0x0d, 0x04),
  ...[0x01, 0x02, 0x04].map((size) => packing('gpg', 'gpg -d', 0x85, size, 0x0c, 0x03)),
  packing('age', 'age -d', 'age-encryption.org/v1'),
  packing('age', 'age -d', '-----BEGIN AGE ENCRYPTED FILE-----'),
  packing('openssl', 'openssl enc -d', 'Salted__'),
  packing('ansible-vault', 'ansible-vault decrypt', '$ANSIBLE_VAULT;'),
  packing('cpio', 'cpio -idu <', '070701'),
  packing('cpio', 'cpio -idu <', '070702'),
  packing('cpio', 'cpio -idu <', '070707'),
  packing('cpio', 'cpio -idu <', 0xc7, 0x71),
  packing('Apple Archive', 'aa extract', 'AA01'),
  packing('Apple Archive', 'aa extract', 'pbze'),
  packing('lzfse', 'lzfse -decode', 'bvx2'),
  packing('DwarFS', 'dwarfsextract', 'DWARFS', 0x02),
  ...[5, 6, 7].map((method) =>
    marked({ kind: 'foreign-packing', name: 'lha', command: '7z x', at: 2 }, [`-lh${method}-`]),
  ),

  disk('ISO 9660', 0x8001, 'CD001'),
  disk('UDF', 0x8001, 'BEA01'),
  disk('SquashFS', 0, 'hsqs'),
  disk('SquashFS', 0, 'sqsh'),
  disk('QCOW2', 0, 'QFI', 0xfb),
  disk('VMDK', 0, 'KDMV'),
  disk('VMDK', 0, '# Disk DescriptorFile'),
  disk('VDI', 0x40, 0x7f, 0x10, 0xda, 0xbe),
  disk('VHDX', 0, 'vhdxfile'),
  disk('VHD', 0, 'conectix'),
  disk('VHD', -512, 'conectix'),
  disk('DMG', -512, 'koly'),
  disk('DMG', 0, 'encrcdsa'),
  disk('LUKS', 0, 'LUKS', 0xba, 0xbe),
  disk('EROFS', 0x400, 0xe2, 0xe1, 0xf5, 0xe0),
  // Clean, and as it is while it is mounted.
  disk('ext4', 0x438, 0x53, 0xef, 0x01, 0x00),
  disk('ext4', 0x438, 0x53, 0xef, 0x00, 0x00),
  disk('XFS', 0, 'XFSB'),
  disk('Btrfs', 0x10040, '_BHRfS_M'),
  disk('NTFS', 3, 'NTFS    '),
  disk('FAT', 0x52, 'FAT32   '),
  disk('FAT', 0x36, 'FAT1'),
  disk('GPT', 0x200, 'EFI PART'),
  disk('MBR', 0x1fe, 0x55, 0xaa),

  software('deb', 0, '!<arch>\ndebian-binary'),
  packing('ar', 'ar x', '!<arch>\n'),
  software('RPM', 0, 0xed, 0xab, 0xee, 0xdb),
  software('MSI', 0, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
  software('Flatpak', 0, 'xdg-app', 0x00),
  software('Flatpak', 0, 'flatpak', 0x00),
  software('AppImage', 8, 'AI', 0x02),

  marked({ kind: 'flat-image', name: 'SIF', command: '', at: 32 }, ['SIF_MAGIC']),
  marked({ kind: 'recovery-data', name: 'PAR2', command: '', at: 0 }, ['PAR2', 0x00, 'PKT']),
  torrent('d8:announce'),
  torrent('d13:announce-list'),

  other('PDF', '%PDF-'),
  other('PNG', 0x89, 'PNG', 0x0d, 0x0a),
  other('JPEG', 0xff, 0xd8, 0xff),
  other('GIF', 'GIF8'),
  other('SQLite', 'SQLite format 3', 0x00),
  other('ELF', 0x7f, 'ELF'),
  other('EXE', 'MZ', 0x90, 0x00),
  other('Mach-O', 0xcf, 0xfa, 0xed, 0xfe),
  other('WebAssembly', 0x00, 'asm'),
]
