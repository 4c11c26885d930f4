import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileHeader, padding } from '../../../../../src/core/tar/write'
import { untarred } from '../../../../fixtures/js-untar'
import { digestOf } from '../../../../fixtures/layers'
import { destinationOf, openArchive, sampleFile, slimmed } from '../../../../fixtures/opening'
import { concat, fileOf, utf8 } from '../../../../fixtures/tar'

/** A reader that shares nothing with ours, and that pages use: what we write, it must read. */
const targets = readdirSync('tests/fixtures').filter((name) => name.endsWith('.tar') && !name.includes('-base'))

test.each(targets)('%s, slimmed in both forms, is read by js-untar as by our own index', async (target) => {
  for (const form of ['universal', 'as-is'] as const) {
    const destination = await destinationOf([await sampleFile('docker20-base.tar')])
    const { bytes } = await slimmed(await sampleFile(target), destination, form)
    const { tar } = await openArchive(fileOf(bytes, 'slim.tar'))
    const files = untarred(bytes.buffer)
    expect(files.map(({ name, size }) => [name, size])).toEqual(tar.entries.map(({ name, size }) => [name, size]))
    const digests = tar.entries.map(({ start, size }) => digestOf(bytes.subarray(start, start + size)))
    expect(files.map(({ buffer }) => digestOf(new Uint8Array(buffer)))).toEqual(digests)
  }
})

test('a name too long for the header is read whole from its PAX record', () => {
  const name = `blobs/sha512/${'0123456789abcdef'.repeat(8)}`
  const body = utf8('a blob')
  const archive = concat(fileHeader(name, body.length), body, padding(body.length), new Uint8Array(1024))
  const [file] = untarred(archive.buffer)
  expect(file).toMatchObject({ name, size: body.length })
  expect(new TextDecoder().decode(new Uint8Array(file!.buffer))).toBe('a blob')
})
