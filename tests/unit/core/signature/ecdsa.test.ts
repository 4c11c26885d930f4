import fc from 'fast-check'
import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSignedBy, rawSignature } from '../../../../src/core/signature/ecdsa'
import { readPublicKey } from '../../../../src/core/signature/public-key'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })

async function keyOf(from: typeof pair) {
  const read = await readPublicKey(from.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (read.kind !== 'key') throw new Error('no key')
  return read.key
}

test('what OpenSSL signed is verified, and nothing else is', async () => {
  const key = await keyOf(pair)
  const other = await keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), async (text, at) => {
      const signed = Uint8Array.from(text)
      const signature = Uint8Array.from(sign('sha256', signed, pair.privateKey))
      expect(await isSignedBy(key, signature, signed)).toBe(true)
      expect(await isSignedBy(other, signature, signed)).toBe(false)
      expect(await isSignedBy(key, flipped(signature, at), signed)).toBe(false)
      expect(await isSignedBy(key, signature, flipped(signed, at))).toBe(false)
    }),
  )
})

function flipped(bytes: Uint8Array<ArrayBuffer>, bit: number): Uint8Array<ArrayBuffer> {
  const other = bytes.slice()
  const at = (bit >> 3) % bytes.length
  other[at] = other[at]! ^ (1 << (bit & 7))
  return other
}

test('any bytes are a signature of two numbers, or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect([undefined, 64]).toContain(rawSignature(bytes)?.length)
    }),
  )
  const numbers = (...digits: number[]) =>
    Uint8Array.from([0x30, digits.length + 7, 2, digits.length + 2, 0, 0, ...digits, 2, 1, 7])
  expect(rawSignature(numbers(5))?.[31]).toBe(5)
  expect(rawSignature(numbers(5))?.[63]).toBe(7)
  expect(rawSignature(numbers(...Array<number>(33).fill(1)))).toBeUndefined()
})
