import { expect, test } from 'vitest'
import { Arena } from '../../../../src/core/delta/arena'

const MIB = 1024 * 1024
const sizes = [10, MIB, 700_000, 5 * MIB, 400_000, 0, 3]

test('no two pieces share a byte, of whatever size they are', () => {
  const arena = new Arena()
  for (let round = 1; round <= 2; round++) {
    const pieces = sizes.map((size, at) => arena.take(size).fill(10 * round + at))
    expect(pieces.map(({ length }) => length)).toEqual(sizes)
    pieces.forEach((piece, at) => expect(piece.every((byte) => byte === 10 * round + at)).toBe(true))
    arena.clear()
  }
})

test('what was given up is used again', () => {
  const arena = new Arena()
  const buffers = () => new Set(sizes.map((size) => arena.take(size).buffer))
  const first = buffers()
  arena.clear()
  expect([...buffers()].every((buffer) => first.has(buffer))).toBe(true)
})
