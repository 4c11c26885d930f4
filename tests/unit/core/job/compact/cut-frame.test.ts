import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutFrame } from '../../../../../src/core/job/compact/cut-frame'
import { wholeParts } from '../../../../../src/core/job/compact/whole'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { bytesOfBlob } from '../../../../fixtures/opening'

const KIB = 1024
const bytes = bytesOfSeed(3, 300 * KIB)
const filling = new Blob([bytesOfSeed(4, 700)])

/** Fills and edits some bytes apart from each other, as an edit of a header and what goes in behind it. */
const itemsAt = (gaps: readonly number[]) => {
  const item = { bytes: filling, edits: [] as { at: number; length: number; hex: string }[], fills: [] as number[] }
  let at = 0
  for (const gap of gaps) {
    at += gap
    if (at + 4 > bytes.length) break
    item.edits.push({ at, length: 3, hex: '0a0b0c' })
    item.fills.push(at + 4)
  }
  return [item]
}

const gaps = fc.array(fc.oneof(fc.integer({ min: 5, max: 2000 }), fc.integer({ min: 7000, max: 60_000 })), {
  maxLength: 60,
})

test('wherever a frame is cut, the whole that comes of it is the same', async () => {
  await fc.assert(
    fc.asyncProperty(gaps, async (gaps) => {
      const [frame, items] = [new Blob([bytes]), itemsAt(gaps)]
      const wholes = [frame, await cutFrame(frame, items)].map((one) => new Blob([...wholeParts(one, items)]))
      const [plain, cut] = await Promise.all(wholes.map(bytesOfBlob))
      expect(Buffer.compare(plain!, cut!)).toBe(0)
    }),
  )
})

class Sliced extends Blob {
  slices = 0

  override slice(start?: number, end?: number): Blob {
    this.slices++
    return super.slice(start, end)
  }
}

test('what is cut many times takes few slices, and what lies far apart is not read', async () => {
  const frame = new Sliced([bytes])
  const many = itemsAt(Array.from({ length: 400 }, () => 512))
  const cut = await cutFrame(frame, many)
  expect([...wholeParts(cut, many)].length).toBeGreaterThan(1000)
  expect(frame.slices).toBeLessThan(5)
  const far = new Sliced([bytes])
  await cutFrame(far, itemsAt([0, 100 * KIB, 100 * KIB]))
  expect(far.slices).toBe(0)
})
