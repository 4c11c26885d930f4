import type { Bytes } from './windows'

/** How much is compared at a time: little at first, because most runs are short. */
const STEP = { first: 1024, growth: 4, largest: 256 * 1024 } as const

/** Bytes from `at` on that equal those from `from` on, `most` of them at most. */
export async function equalForwards(fresh: Bytes, at: number, old: Bytes, from: number, most = Infinity) {
  let equal = 0
  for (let step: number = STEP.first; equal < most; step = Math.min(step * STEP.growth, STEP.largest)) {
    const length = Math.min(step, most - equal)
    const one = await fresh.read(at + equal, length)
    const other = await old.read(from + equal, length)
    const compared = Math.min(one.length, other.length)
    const same = commonStart(one, other, compared)
    equal += same
    if (same < compared || compared < length) break
  }
  return equal
}

/** Bytes before `at` that equal those before `from`, `most` of them at most: no further back than either begins. */
export async function equalBackwards(fresh: Bytes, at: number, old: Bytes, from: number, most: number) {
  let equal = 0
  for (let step: number = STEP.first; equal < most; step = Math.min(step * STEP.growth, STEP.largest)) {
    const length = Math.min(step, most - equal)
    const one = await fresh.read(at - equal - length, length)
    const other = await old.read(from - equal - length, length)
    if (other.length < length || one.length < length) break
    const same = commonEnd(one, other)
    equal += same
    if (same < length) break
  }
  return equal
}

export function commonStart(one: Uint8Array, other: Uint8Array, most: number): number {
  let at = 0
  while (at < most && one[at] === other[at]) at++
  return at
}

function commonEnd(one: Uint8Array, other: Uint8Array): number {
  let at = one.length
  while (at > 0 && one[at - 1] === other[at - 1]) at--
  return one.length - at
}
