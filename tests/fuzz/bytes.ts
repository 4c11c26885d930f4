import type { Bytes } from '../fixtures/tar'
import { concat } from '../fixtures/tar'
import type { Chance } from './chance'

/** Bytes, changed in one place, whatever they mean. */
export function mutatedBytes(bytes: Bytes, chance: Chance): Bytes {
  const at = chance.below(bytes.length)
  const run = chance.one([1, 4, 16, 512])
  const made = bytes.slice()
  const changes: (() => Bytes)[] = [
    () => (made.set([bytes[at]! ^ (1 << chance.below(8))], at), made),
    () => (made.set([chance.below(256)], at), made),
    () => made.fill(chance.one([0, 0x20, 0x37, 0xff]), at, at + run),
    () => concat(bytes.subarray(0, at), bytes.subarray(at + run)),
    () => concat(bytes.subarray(0, at), bytes.subarray(0, run), bytes.subarray(at)),
    () => bytes.slice(0, at),
  ]
  return chance.one(changes)()
}
