import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { legacyArchive } from '../../../../fixtures/docker-archives'
import { faultOf, openArchive } from '../../../../fixtures/opening'
import { readTar } from '../../../../fixtures/read-tar'
import { base256, concat, fileOf, tarOf, utf8, type Bytes, type Member } from '../../../../fixtures/tar'

/** What is wrong with a file as a tar, whatever it holds: each with its code, the file, and the place. */
const faultIn = (bytes: Uint8Array) => faultOf(openArchive(fileOf(bytes, 'bad.tar')))

const members = legacyArchive([{ tags: ['app:1'], layers: ['A', 'B'] }])
const archive = tarOf(members)
const entryOf = (name: RegExp, of: Uint8Array = archive) => readTar(of).find((entry) => name.test(entry.name))!

test('an empty file', async () => {
  expect(await faultIn(new Uint8Array())).toEqual({ code: 'empty-file', facts: { file: 'bad.tar' } })
})

test.each([
  ['a short text', 'hello\n', 'hello'],
  ['a long text', 'hello world\n'.repeat(500), 'hello world '.repeat(5)],
  ['an HTML page', '<!doctype html><title>Sign in</title>'.padEnd(4096), '<!doctype html><title>Sign in</title>'],
])('%s is no tar, and its beginning says what it may be', async (_, text, found) => {
  expect(await faultIn(utf8(text))).toEqual({ code: 'plain-text', facts: { file: 'bad.tar', found } })
})

test('a program is no tar, and its first bytes say what it may be', async () => {
  const bytes = readFileSync('/bin/true').subarray(0, 65_536)
  const found = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  expect(await faultIn(bytes)).toEqual({ code: 'not-a-tar', facts: { file: 'bad.tar', found: found.slice(0, 23) } })
})

test('zeros alone are a tar without entries, and no image', async () => {
  expect(await faultIn(new Uint8Array(10240))).toMatchObject({ code: 'no-entries', facts: { file: 'bad.tar' } })
})

test('cut inside of the first header', async () => {
  expect(await faultIn(archive.subarray(0, 300))).toEqual({
    code: 'truncated-header',
    facts: { file: 'bad.tar', offset: 0, expected: 512, found: 300 },
  })
})

test('cut inside of a later header', async () => {
  const { header } = entryOf(/manifest\.json/)
  expect(await faultIn(archive.subarray(0, header + 200))).toEqual({
    code: 'truncated-header',
    facts: { file: 'bad.tar', offset: header, expected: 512, found: 200 },
  })
})

test('cut inside of an extended header', async () => {
  const input = tarOf([...members, { name: 'x'.repeat(400), format: 'pax', body: 'y' }])
  const at = archive.length - 1024
  const fault = await faultIn(input.subarray(0, at + 512 + 100))
  expect(fault).toMatchObject({ code: 'truncated-header', facts: { file: 'bad.tar', offset: at + 512, found: 100 } })
})

test('cut between an extended header and what it speaks of', async () => {
  const input = tarOf([...members, { name: 'x'.repeat(400), format: 'pax', body: 'y' }])
  const at = archive.length - 1024 + 1024
  const fault = await faultIn(input.subarray(0, at))
  expect(fault).toMatchObject({ code: 'truncated-header', facts: { file: 'bad.tar', offset: at, found: 0 } })
})

test('cut inside of a payload: which entry, how much of it there is', async () => {
  const { name, header, body } = entryOf(/layer\.tar$/)
  const end = header + 512 + 700
  expect(await faultIn(archive.subarray(0, end))).toEqual({
    code: 'truncated-payload',
    facts: { file: 'bad.tar', offset: end, entry: name, expected: body.length, found: 700 },
  })
})

test('cut exactly behind a layer, before what names it', async () => {
  const { next } = entryOf(/layer\.tar$/)
  const { facts, code } = (await faultIn(archive.subarray(0, next)))!
  expect(code).toBe('cut-off')
  expect(facts).toMatchObject({ file: 'bad.tar', offset: next })
})

test.each([0, 100, 124, 148, 300])('a byte changed at %i of a header', async (place) => {
  const { header } = entryOf(/manifest\.json/)
  const damaged = archive.slice() as Bytes
  damaged[header + place] = damaged[header + place]! ^ 0x01
  expect(await faultIn(damaged)).toMatchObject({ code: 'bad-checksum', facts: { file: 'bad.tar', offset: header } })
})

test('a bad checksum says what stands there and what should', async () => {
  const input = tarOf([...members.slice(0, 3), { name: 'bad', checksum: 0o1234 }])
  const { header } = entryOf(/^bad$/, input)
  const sum = parseInt(new TextDecoder().decode(tarOf([{ name: 'bad' }]).subarray(148, 154)), 8)
  expect(await faultIn(input)).toEqual({
    code: 'bad-checksum',
    facts: { file: 'bad.tar', offset: header, expected: 0o1234, found: sum },
  })
})

test('a damaged first header is told from a file that is no tar', async () => {
  const damaged = archive.slice() as Bytes
  damaged[0] = 0x7a
  expect(await faultIn(damaged)).toMatchObject({ code: 'bad-checksum', facts: { file: 'bad.tar', offset: 0 } })
})

test('text behind an entry is a damaged header there', async () => {
  const input = concat(archive.subarray(0, archive.length - 1024), utf8('garbage '.repeat(128)))
  const offset = archive.length - 1024
  expect(await faultIn(input)).toMatchObject({ code: 'bad-checksum', facts: { file: 'bad.tar', offset } })
})

const withSize = (over: Uint8Array): Member[] =>
  members.map((member) => (member.name === 'manifest.json' ? { ...member, over: [[124, over]] as const } : member))

test.each([
  ['negative', base256(-1n)],
  ['above 2^53', base256(2n ** 60n)],
  ['no number', utf8('-0000000123\0')],
])('a size that is %s', async (_, field) => {
  const input = tarOf(withSize(field))
  const offset = entryOf(/manifest\.json/).header
  const fault = await faultIn(input)
  expect(fault).toMatchObject({ code: 'bad-size', facts: { file: 'bad.tar', offset, entry: 'manifest.json' } })
})

test.each([
  ['in octal', utf8('77777777777\0')],
  ['in base-256', base256(2n ** 52n)],
])('a size beyond the file, %s', async (_, field) => {
  const fault = await faultIn(tarOf(withSize(field)))
  expect(fault).toMatchObject({ code: 'truncated-payload', facts: { file: 'bad.tar', entry: 'manifest.json' } })
})

test.each([
  [
    'a folder',
    [
      { name: 'notes/', type: '5' },
      { name: 'notes/a.txt', body: 'a' },
    ] as Member[],
  ],
])('%s is a tar, but no image', async (_, input) => {
  expect(await faultIn(tarOf(input))).toEqual({
    code: 'not-an-image',
    facts: { file: 'bad.tar', found: 'notes/, notes/a.txt' },
  })
})

test('an image format older than manifest.json has its own code', async () => {
  const old = members.filter(({ name }) => name !== 'manifest.json')
  expect(await faultIn(tarOf(old))).toEqual({ code: 'old-image-format', facts: { file: 'bad.tar' } })
})

test('a tar whose first name looks like JSON is a tar all the same', async () => {
  const { images } = await openArchive(fileOf(tarOf([{ name: '[draft].txt', body: 'x' }, ...members])))
  expect(images).toHaveLength(1)
  const long = await openArchive(fileOf(tarOf([{ name: `{${'x'.repeat(99)}`, body: 'x' }, ...members])))
  expect(long.images).toHaveLength(1)
})
