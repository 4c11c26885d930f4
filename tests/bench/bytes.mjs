import { randomBytes } from 'node:crypto'

const POOL = 32 * 1024 * 1024

/** Layers of bytes that no tool can compress or leave unwritten. */
export const incompressible = () => from(randomBytes(POOL))

/** Layers as images have them: text, tables of small numbers, and what is packed already. About 2.5 to 1 under gzip. */
export const compressible = () => from(mixedPool())

/** Gives out a pool's bytes, from another place for each layer; they begin with a block of zeros, as an empty tar does. */
function from(pool) {
  const START = Buffer.alloc(512)
  return function* (layer, size) {
    yield START.subarray(0, size)
    let at = (layer * 1_000_003) % pool.length
    for (let left = size - START.length; left > 0;) {
      const piece = pool.subarray(at, at + left)
      yield piece
      left -= piece.length
      at = 0
    }
  }
}

function mixedPool() {
  const SECTION = 64 * 1024
  const kinds = [text, text, numbers, text, numbers, (size) => randomBytes(size)]
  const random = generator(2022)
  const sections = Array.from({ length: POOL / SECTION }, (_, at) => kinds[at % kinds.length](SECTION, random))
  return Buffer.concat(sections)
}

function text(size, random) {
  const words = []
  for (let length = 0; length < size;) {
    // Squared, so that some words are common and most are rare.
    const word = `${Math.floor(random() ** 2 * 20_000).toString(36)}${['ing', '()', ' =', 'er', ''][words.length % 5]}`
    words.push(word)
    length += word.length + 1
  }
  return Buffer.from(words.join(' ')).subarray(0, size)
}

function numbers(size, random) {
  const table = new Uint32Array(size / 4)
  for (let at = 1; at < table.length; at++) table[at] = table[at - 1] + Math.floor(random() ** 3 * 4096)
  return Buffer.from(table.buffer)
}

/** The same numbers in every run (mulberry32). */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
