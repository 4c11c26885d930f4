import type { Blocks } from './blocks'

/** Bytes from `at` on that equal those from `from` on, `most` of them at most: no further than the source of `from`. */
export async function equalForwards(fresh: Blocks, at: number, old: Blocks, from: number, most: number) {
  const room = Math.min(most, old.boundsOf(from).end - from)
  let equal = 0
  while (equal < room) {
    const one = await fresh.from(at + equal)
    const other = await old.from(from + equal)
    const compared = Math.min(one.length, other.length, room - equal)
    const same = commonStart(one, other, compared)
    equal += same
    if (same < compared || compared === 0) break
  }
  return equal
}

/** Bytes before `at` that equal those before `from`, `most` of them at most: no further back than either begins. */
export async function equalBackwards(fresh: Blocks, at: number, old: Blocks, from: number, most: number) {
  let equal = 0
  while (equal < most) {
    const one = await fresh.upTo(at - equal)
    const other = await old.upTo(from - equal)
    const compared = Math.min(one.length, other.length, most - equal)
    const same = commonEnd(one, other, compared)
    equal += same
    if (same < compared || compared === 0) break
  }
  return equal
}

/** From so many bytes on words are worth their views. */
const MANY = 512

export function commonStart(one: Uint8Array, other: Uint8Array, most: number): number {
  let at = most >= MANY ? commonWords(one, other, most) : 0
  while (at < most && one[at] === other[at]) at++
  return at
}

/** What stands in a tar begins at multiples of 512, here and there: so four bytes can nearly always be compared at once. */
function commonWords(one: Uint8Array, other: Uint8Array, most: number): number {
  const [first, second] = [one.byteOffset, other.byteOffset]
  if ((first - second) % 4 !== 0) return 0
  const before = -first & 3
  for (let at = 0; at < before; at++) if (one[at] !== other[at]) return at
  const count = (most - before) >> 2
  const these = new Int32Array(one.buffer, first + before, count)
  const those = new Int32Array(other.buffer, second + before, count)
  let word = 0
  while (word < count && these[word] === those[word]) word++
  return before + 4 * word
}

function commonEnd(one: Uint8Array, other: Uint8Array, most: number): number {
  let equal = 0
  while (equal < most && one[one.length - 1 - equal] === other[other.length - 1 - equal]) equal++
  return equal
}
