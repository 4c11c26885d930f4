import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ArchiveError } from '../../../../src/core/errors'
import { secondLook } from '../../../../src/core/job/second-look'
import { openAny } from '../../../fixtures/cases'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { faultOf } from '../../../fixtures/opening'
import { concat, fileOf, tarOf, utf8, type Bytes } from '../../../fixtures/tar'

const fault = (bytes: Bytes) => faultOf(openAny(fileOf(bytes, 'app.tar')))
const archive = tarOf(legacyArchive([{ tags: ['app:1'], layers: ['A'] }]))

function disk(mark: string, at: number): Bytes {
  const image = new Uint8Array(0x20000)
  image.set(utf8(mark), at)
  return image
}

test.each([
  ['an image of a CD, which begins with zeros', disk('CD001', 0x8001), 'disk-image', 'ISO 9660'],
  ['a file system', disk('hsqs', 0), 'disk-image', 'SquashFS'],
  ['a disk image that is told by its end', disk('koly', 0x20000 - 512), 'disk-image', 'DMG'],
  ['a package', utf8(`!<arch>\ndebian-binary   ${'0'.repeat(600)}`), 'software-package', 'deb'],
  ['a program', new Uint8Array(readFileSync('/bin/true')), 'other-file', 'ELF'],
  ['an archive behind messages', concat(utf8('Copying blob\n'), archive), 'text-before', 'Copying blob'],
  ['a page', utf8('<html><title>Sign in</title>'), 'saved-page', 'Sign in'],
])('%s is told for what it is', async (_, bytes, code, found) => {
  expect(await fault(bytes)).toEqual({ code, facts: { file: 'app.tar', found } })
})

test('what has no mark is told by its name, where it is nothing else', async () => {
  const bytes = Uint8Array.of(0x8b, 0x05, 0x80, 0x00, 0xff, 0x01)
  const told = { code: 'foreign-packing', facts: { file: 'app.tar.br', packing: 'brotli', expected: 'brotli -d' } }
  expect(await faultOf(openAny(fileOf(bytes, 'app.tar.br')))).toEqual(told)
  expect(await faultOf(openAny(fileOf(bytes, 'app.tar')))).toMatchObject({ code: 'not-a-tar' })
  expect(await openAny(fileOf(archive, 'app.tar.br'))).toMatchObject({ kind: 'archive' })
})

test('what is known no better keeps its reason', async () => {
  expect(await fault(utf8('hello\n'))).toMatchObject({ code: 'plain-text' })
  expect(await fault(new Uint8Array(10240))).toMatchObject({ code: 'no-entries' })
  expect((await fault(archive.slice(0, 2900)))?.code).toMatch(/^truncated-/)
  const died = new Error('died')
  expect(await secondLook(died, fileOf(archive))).toBe(died)
})

test('what fails for another reason is looked at no more, whatever it looks like', async () => {
  const failed = new ArchiveError('decompression-bomb', { file: 'app.tar', found: 9 })
  expect(await secondLook(failed, fileOf(utf8('%PDF-1.7'), 'app.tar'))).toBe(failed)
})
