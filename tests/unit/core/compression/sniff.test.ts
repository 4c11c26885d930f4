import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packingOf } from '../../../../src/core/compression/sniff'
import { pack } from '../../../fixtures/packing'
import { tarOf, utf8 } from '../../../fixtures/tar'

test.each(['gz', 'zst', 'xz', 'bz2'] as const)('%s is known by its first bytes', (ending) => {
  const kinds = { gz: 'gzip', zst: 'zstd', xz: 'xz', bz2: 'bzip2' }
  expect(packingOf(readFileSync(`tests/fixtures/docker20-ip-server.tar.${ending}`))).toBe(kinds[ending])
})

test('zstd that begins with a skippable frame, as pzstd writes it', () => {
  for (const kind of [0x50, 0x5f])
    expect(packingOf(Uint8Array.of(kind, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4))).toBe('zstd')
  expect(packingOf(Uint8Array.of(0x60, 0x2a, 0x4d, 0x18, 4, 0, 0, 0))).toBe('tar')
})

test('a zip, and bzip2 of nothing', () => {
  expect(packingOf(readFileSync('tests/fixtures/docker20-ip-server.zip'))).toBe('zip')
  expect(packingOf(pack('bzip2', new Uint8Array()))).toBe('bzip2')
})

test('a tar whose first name begins like a packed file’s signature is a tar', () => {
  for (const name of ['BZh9-notes', 'PK', 'BZh', '[x]'])
    expect(packingOf(tarOf([{ name, body: utf8('x') }]))).toBe('tar')
})
