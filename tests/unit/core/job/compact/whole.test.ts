import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cuttable, wholeParts, type PutBack } from '../../../../../src/core/job/compact/whole'
import { Piece } from '../../../../../src/core/tar/near'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { CountedBlob } from '../../../../fixtures/counted-blob'
import { bytesOfBlob } from '../../../../fixtures/opening'
import { concat, type Bytes } from '../../../../fixtures/tar'

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

/** The same, slowly. */
async function expected([item]: readonly PutBack[]): Promise<Bytes> {
  const [parts, put]: [Bytes[], Bytes] = [[], await bytesOfBlob(filling)]
  let at = 0
  for (const [of, edit] of item!.edits.entries()) {
    const fill = item!.fills[of]!
    parts.push(bytes.slice(at, edit.at), new Uint8Array([10, 11, 12]), bytes.slice(edit.at + 3, fill))
    parts.push(put, new Uint8Array(1024 - put.length))
    at = fill
  }
  return concat(...parts, bytes.slice(at))
}

async function wholeOf(frame: Blob, items: readonly PutBack[]) {
  const parts = [...wholeParts(cuttable(frame), items)]
  const read: Bytes[] = []
  for (const part of parts) {
    const piece = part instanceof Piece ? await part.part() : part
    read.push(piece instanceof Blob ? await bytesOfBlob(piece) : piece)
  }
  return { parts: parts.length, whole: concat(...read) }
}

test('wherever a frame is cut, all of it is in the whole, and what goes in stands where it should', async () => {
  await fc.assert(
    fc.asyncProperty(gaps, async (gaps) => {
      const items = itemsAt(gaps)
      const { whole } = await wholeOf(new Blob([bytes]), items)
      expect(Buffer.compare(whole, await expected(items))).toBe(0)
    }),
  )
})

test('what is cut many times takes few reads', async () => {
  const frame = new CountedBlob([bytes])
  const { parts } = await wholeOf(frame, itemsAt(Array.from({ length: 400 }, () => 512)))
  expect(parts).toBeGreaterThan(1000)
  expect(frame.reads).toBeLessThan(5)
})
