import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfBase64 } from '../../../src/core/base64'

test('bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesOfBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
    }),
  )
})

test('what is no base64 is told', () => {
  expect(bytesOfBase64('AAEC')).toEqual(new Uint8Array([0, 1, 2]))
  expect(bytesOfBase64('ü')).toBeUndefined()
})
