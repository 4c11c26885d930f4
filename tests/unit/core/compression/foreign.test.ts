import { expect, test } from 'vitest'
import { FOREIGN_START, foreignFault } from '../../../../src/core/compression/foreign'
import { concat, tarOf, utf8, type Bytes } from '../../../fixtures/tar'

/** Nothing that anything begins with, and the mark where it belongs. */
function marked(mark: string | readonly number[], at = 0): Bytes {
  const bytes = new Uint8Array(FOREIGN_START).fill(0xaa)
  bytes.set(typeof mark === 'string' ? utf8(mark) : mark, at)
  return bytes
}

const told = (start: Uint8Array, end?: Uint8Array) => {
  const fault = foreignFault('a.tar', start, end)
  return fault && [fault.code, ...Object.values(fault.facts).slice(1)]
}

test.each([
  ['lz4', [0x04, 0x22, 0x4d, 0x18, 0x64]],
  ['lz4', [0x02, 0x21, 0x4c, 0x18]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00]],
  ['compress (.Z)', [0x1f, 0x9d, 0x90]],
  ['lzip', [0x4c, 0x5a, 0x49, 0x50, 0x01]],
  ['lzma', [0x5d, 0x00, 0x00, 0x80, 0x00, 0xff]],
  ['lzop', [0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['cab', [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0]],
  ['gpg', [0x85, 0x02, 0x0c, 0x03]],
  ['cpio', '0707010000'],
  ['ar', '!<arch>\nlib.o/'],
])('%s by its first bytes', (packing, bytes) => {
  expect(told(marked(bytes))?.slice(0, 2)).toEqual(['foreign-packing', packing])
})

test.each([
  ['disk-image', 'ISO 9660', 'CD001', 0x8001],
  ['disk-image', 'UDF', 'BEA01', 0x8001],
  ['disk-image', 'SquashFS', 'hsqs', 0],
  ['disk-image', 'QCOW2', [0x51, 0x46, 0x49, 0xfb], 0],
  ['disk-image', 'VMDK', 'KDMV', 0],
  ['disk-image', 'VDI', [0x7f, 0x10, 0xda, 0xbe], 0x40],
  ['disk-image', 'VHDX', 'vhdxfile', 0],
  ['disk-image', 'ext4', [0x53, 0xef, 0x01, 0x00], 0x438],
  ['disk-image', 'XFS', 'XFSB', 0],
  ['disk-image', 'Btrfs', '_BHRfS_M', 0x10040],
  ['disk-image', 'MBR', [0x55, 0xaa], 0x1fe],
  ['software-package', 'deb', '!<arch>\ndebian-binary   ', 0],
  ['software-package', 'RPM', [0xed, 0xab, 0xee, 0xdb], 0],
  ['software-package', 'MSI', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 0],
  ['flat-image', 'SIF', 'SIF_MAGIC', 32],
  ['recovery-data', 'PAR2', 'PAR2\0PKT', 0],
  ['other-file', 'PDF', '%PDF-1.7', 0],
  ['other-file', 'ELF', [0x7f, 0x45, 0x4c, 0x46], 0],
])('%s: %s by its mark, wherever that is', (code, found, mark, at) => {
  expect(told(marked(mark, at))).toEqual([code, found])
})

test('what begins with zeros is told by its mark all the same', () => {
  const image = new Uint8Array(FOREIGN_START)
  image.set(utf8('CD001'), 0x8001)
  expect(told(image)).toEqual(['disk-image', 'ISO 9660'])
})

test.each([
  ['DMG', 'koly'],
  ['VHD', 'conectix'],
])('%s by its last block', (found, mark) => {
  expect(told(marked([]), marked(mark).slice(0, 512))).toEqual(['disk-image', found])
  expect(told(marked(mark))).not.toEqual(['disk-image', 'DMG'])
})

test('a torrent stands for what it fetches', () => {
  expect(told(marked('d8:announce'))).toEqual(['pointer-file', 'BitTorrent', 'transmission-cli'])
})

test('a tar whose first name begins with a mark is a tar, of whatever age', () => {
  for (const name of ['Rar!', 'LZIP', 'MSCF', '7z', 'hsqs', '%PDF-']) {
    const tar = tarOf([{ name, body: utf8('x') }])
    expect(told(tar, utf8('koly'.padEnd(512)))).toBeUndefined()
  }
})

test('what a command said before it came to its archive is told by its first line', () => {
  const tar = tarOf([{ name: 'manifest.json', body: '[]' }])
  const said = utf8('\u001b[1mCopying blob sha256:ab\u001b[0m\r\nWriting manifest\r\n')
  expect(told(concat(said, tar))).toEqual(['text-before', '\u001b[1mCopying blob sha256:ab\u001b[0m'])
  // A stretch of an archive has no lines before its headers.
  expect(told(concat(utf8('text '.repeat(200)), tar))).toBeUndefined()
  expect(told(utf8('nothing behind it\n'.repeat(100)))).toBeUndefined()
})
