import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inDirectory, listedByGnuTar } from '../fixtures/gnu-tar'
import { layerTar, pack } from '../fixtures/layers'
import { readTar } from '../fixtures/read-tar'
import { tarOf, type Member } from '../fixtures/tar'

/** The builders and the reader that the other tests stand on are checked against programs that they did not come from. */
const long = `${'d'.repeat(60)}/${'f'.repeat(90)}`
const members: Member[] = [
  { name: 'plain.txt', body: 'hello' },
  { name: 'empty.txt' },
  { name: 'directory/', type: '5', mode: 0o755 },
  { name: 'link', type: '2', link: 'plain.txt' },
  { name: 'hard', type: '1', link: 'plain.txt' },
  { name: long, body: 'by prefix' },
  { name: `gnu-${long.repeat(2)}`, format: 'gnu', body: 'by L' },
  { name: `pax-${long.repeat(2)}`, format: 'pax', body: 'by path' },
  { name: 'pax-link', type: '2', link: `pax-${long}`, format: 'pax' },
  { name: 'base-256.txt', sizeAs: 'base-256', format: 'gnu', body: 'twelve bytes' },
  { name: 'pax-size.txt', sizeAs: 'pax', format: 'pax', body: 'in a record' },
  { name: 'v7.txt', format: 'v7', body: 'old' },
]

test('GNU tar reads what the tar builder writes', async () => {
  await inDirectory((directory) => {
    const path = join(directory, 'built.tar')
    writeFileSync(path, tarOf(members))
    const expected = members.map(({ name, body = '', link = '' }) => ({ name, size: body.length, link }))
    expect(listedByGnuTar(path).map(({ name, size, link }) => ({ name, size, link }))).toEqual(expected)
  })
})

test('the tests’ own reader reads it too', () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  const expected = members.map(({ name, body = '', link = '' }) => ({ name, body, link }))
  const read = readTar(tarOf(members)).map(({ name, body, link }) => ({ name, body: text(body), link }))
  expect(read).toEqual(expected)
})

test('zstd unpacks what the builder packs', () => {
  const frame = pack(layerTar('A'), 'zstd')
  const bytes = execFileSync('zstd', ['-dc'], { input: frame })
  expect(bytes.equals(layerTar('A'))).toBe(true)
})
