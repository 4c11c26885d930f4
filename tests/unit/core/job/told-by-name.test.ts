import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { toldByName } from '../../../../src/core/job/told-by-name'
import { openAny } from '../../../fixtures/cases'
import { podmanArchive } from '../../../fixtures/docker-archives'
import { faultOf } from '../../../fixtures/opening'
import { concat, fileOf, tarOf, utf8, type Bytes } from '../../../fixtures/tar'

const whole = tarOf(podmanArchive([{ tags: ['app:1'], layers: ['A', 'B'] }]))
const half = Math.floor(whole.length / 2) - 100

const fault = (bytes: Bytes, name: string) => faultOf(openAny(fileOf(bytes, name)))

test.each([
  ['app.tar.001', 'app.tar.[0-9][0-9][0-9]', 'app.tar'],
  ['app.tar.aa', 'app.tar.*', 'app.tar'],
  ['app.tar.part2', 'app.tar.*', 'app.tar'],
  ['app.tar.z01', 'app.tar.*', 'app.tar'],
])('a part alone is told as that, whichever it is: %s', async (name, found, expected) => {
  const told = { code: 'one-part', facts: { file: name, found, expected } }
  expect(await fault(whole.slice(0, half), name)).toEqual(told)
  expect(await fault(whole.slice(half), name)).toEqual(told)
  expect(await fault(new Uint8Array(gzipSync(whole)).slice(0, 500), name)).toEqual(told)
})

test.each(['app.tar.crdownload', 'app.tar.part', 'Unconfirmed 1.crdownload', 'app.tar.aria2', 'app.tar.filepart'])(
  'a download that is not finished is told as that: %s',
  async (name) => {
    for (const bytes of [whole.slice(0, half), new Uint8Array(), new Uint8Array(gzipSync(whole)).slice(0, 500)])
      expect(await fault(bytes, name)).toEqual({ code: 'unfinished-download', facts: { file: name } })
    expect(await openAny(fileOf(whole, name))).toMatchObject({ kind: 'archive' })
  },
)

test('what can be read is read, whatever it is called', async () => {
  expect(await openAny(fileOf(whole, 'app.001'))).toMatchObject({ kind: 'archive' })
  expect(await fault(whole.slice(0, half), 'app.tar')).toMatchObject({ code: 'truncated-payload' })
})

/** The second half of a split: a layer's text first, then headers and JSON. */
test('a stretch of an archive is no inventory, though it begins as text and holds a config', async () => {
  const stretch = concat(utf8('text '.repeat(200)), whole)
  expect(await fault(stretch, 'rest.bin')).toMatchObject({ code: 'not-a-tar' })
  expect(await fault(stretch, 'app.tar.002')).toMatchObject({ code: 'one-part' })
})

test('what fails otherwise is told as what it is', () => {
  const thrown = new DOMException('gone', 'NotReadableError')
  expect(toldByName(thrown, 'app.tar.part')).toBe(thrown)
})
