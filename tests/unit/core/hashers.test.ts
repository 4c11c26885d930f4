import { createSHA256 } from 'hash-wasm'
import { expect, test, vi } from 'vitest'
import { hashers } from '../../../src/core/hashers'
import { digestOf, hexOf } from '../../fixtures/layers'

test('one after the other is hashed by the same one, and those at once by one each', async () => {
  const make = vi.fn(createSHA256)
  const begin = hashers(make)
  const hashOf = async (text: string) => {
    const hasher = await begin()
    hasher.update(text)
    return () => hasher.digest()
  }
  const told = async (text: string) => (await hashOf(text))()
  for (const text of ['', 'one', 'two']) expect(await told(text)).toBe(hexOf(digestOf(Buffer.from(text))))
  expect(make).toHaveBeenCalledTimes(1)
  const both = await Promise.all(['three', 'four'].map(hashOf))
  expect(both.map((end) => end())).toEqual(['three', 'four'].map((text) => hexOf(digestOf(Buffer.from(text)))))
  await told('five')
  expect(make).toHaveBeenCalledTimes(2)
})
