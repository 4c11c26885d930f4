import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rewrittenAs } from '../../../../src/core/compression/rewritten'
import { base, target, writers } from '../../../engines/samples'
import { openAny } from '../../../fixtures/cases'
import { faultOf } from '../../../fixtures/opening'
import { fileOf, type Bytes } from '../../../fixtures/tar'

const rewrite = (change: (text: string) => string, from: BufferEncoding, to: BufferEncoding) => (bytes: Bytes) =>
  new Uint8Array(Buffer.from(change(Buffer.from(bytes).toString(from)), to))

const ways: readonly (readonly [string, (bytes: Bytes) => Bytes])[] = [
  ['LF → CR LF', rewrite((text) => text.replaceAll('\n', '\r\n'), 'latin1', 'latin1')],
  ['UTF-8', rewrite((text) => text, 'utf8', 'utf8')],
  ['UTF-16', rewrite((text) => `\ufeff${text.replaceAll(/\r?\n/g, '\r\n')}`, 'latin1', 'utf16le')],
]
const plain = writers.map((by) => [by, new Uint8Array(readFileSync(target(by)))] as const)

test.each(ways)('what was rewritten is told by what was made of it: %s', async (found, way) => {
  for (const [by, bytes] of plain)
    for (const archive of [bytes, new Uint8Array(gzipSync(bytes))]) {
      const fault = await faultOf(openAny(fileOf(way(archive), 'app.tar')))
      expect([by, fault]).toEqual([by, { code: 'rewritten-as-text', facts: { file: 'app.tar', found } }])
    }
})

test('what is damaged otherwise is not, nor is what is whole', () => {
  for (const by of writers)
    for (const path of [base(by), target(by)]) {
      const bytes = new Uint8Array(readFileSync(path))
      expect([rewrittenAs(bytes), rewrittenAs(gzipSync(bytes)), rewrittenAs(bytes.slice(1))]).toEqual(Array(3).fill(undefined)) // prettier-ignore
    }
})

test('bytes of any kind are hardly ever told as that, and text never', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
      expect(rewrittenAs(bytes)).toBeUndefined()
    }),
  )
  for (const text of ['a\r\n'.repeat(100), '\ufffd'.repeat(100)]) expect(rewrittenAs(Buffer.from(text))).toBeUndefined()
})
