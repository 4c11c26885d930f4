import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Arena } from '../../../../src/core/delta/arena'
import { SpareMemory } from '../../../../src/core/compression/same-memory'
import { blockMemory, Blocks } from '../../../../src/core/delta/blocks'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat } from '../../../fixtures/tar'

const KIB = 1024
const sizes = [700 * KIB, 3, 1500 * KIB + 17]
const sources = sizes.map((size, seed) => bytesOfSeed(seed, size))
const all = concat(...sources)
const keeping = { kept: 8, ahead: 4 }

class Counted extends OldSpace {
  reads = 0

  override slice(start: number, end: number) {
    this.reads++
    return super.slice(start, end)
  }
}

const space = () => new Counted(sources.map((bytes) => new Blob([bytes])))

const endOf = (at: number) => (at < sizes[0]! ? sizes[0]! : at < sizes[0]! + 3 ? sizes[0]! + 3 : all.length)
const startOf = (at: number) => (at < sizes[0]! ? 0 : at < sizes[0]! + 3 ? sizes[0]! : sizes[0]! + 3)

test('bytes are those of their places, however one jumps, and no view leaves its source', async () => {
  const place = fc.nat(all.length - 1)
  const steps = fc.array(
    fc.oneof(
      fc.record({ ask: fc.constant('read' as const), at: place, length: fc.integer({ min: 1, max: 600 * KIB }) }),
      fc.record({ ask: fc.constantFrom('from' as const, 'upTo' as const), at: place, length: fc.constant(0) }),
    ),
    { maxLength: 30 },
  )
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(64, 256, 1024), async (asked, size) => {
      const blocks = new Blocks(space(), keeping, new SpareMemory(size * KIB))
      for (const { ask, at, length } of asked) {
        const bytes = await (ask === 'read' ? blocks.read(at, length) : blocks[ask](at))
        const [start, end] = ask === 'upTo' ? [at - bytes.length, at] : [at, at + bytes.length]
        expect(Buffer.compare(bytes, all.subarray(start, end))).toBe(0)
        if (ask === 'read') expect(bytes.length).toBe(Math.min(length, endOf(at) - at))
        if (ask === 'from') expect(bytes.length > 0 && end <= endOf(at)).toBe(true)
        if (ask === 'upTo' && at > 0) expect(bytes.length > 0 && start >= startOf(at - 1)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('who goes on in order needs few reads, who comes back none', async () => {
  const counted = space()
  const blocks = new Blocks(counted, { kept: 16, ahead: 8 }, blockMemory())
  for (let at = 0; at < all.length;) at += (await blocks.from(at)).length
  const once = counted.reads
  expect(once).toBeLessThanOrEqual(7)
  for (let at = all.length; at > all.length - 1024 * KIB;) at -= (await blocks.upTo(at)).length
  expect(counted.reads).toBe(once)
})

test('what is held is given without a read, and nothing where one is needed', async () => {
  const counted = space()
  const blocks = new Blocks(counted, keeping, blockMemory())
  const arena = new Arena()
  const range = { start: 200 * KIB, end: 300 * KIB }
  expect(blocks.held(range, arena)).toBeUndefined()
  await blocks.read(range.start, 100 * KIB)
  const before = counted.reads
  expect(Buffer.compare(blocks.held(range, arena)!, all.subarray(range.start, range.end))).toBe(0)
  expect(blocks.held({ start: 200 * KIB, end: 699 * KIB }, arena)).toSatisfy(
    (bytes: Uint8Array | undefined) => bytes === undefined || bytes.length === 499 * KIB,
  )
  expect(counted.reads).toBe(before)
})

test('a stream that breaks off is gone on with by slices', async () => {
  class Breaking extends OldSpace {
    override slice(start: number, end: number) {
      const blob = super.slice(start, end)
      let chunks = 0
      blob.stream = () =>
        new ReadableStream({
          type: 'bytes',
          async pull(controller) {
            if (chunks++ > 3) controller.error(new DOMException('broken', 'NotReadableError'))
            else controller.enqueue(new Uint8Array(await blob.slice((chunks - 1) * 9999, chunks * 9999).arrayBuffer()))
          },
        })
      return blob
    }
  }
  const blocks = new Blocks(new Breaking([new Blob([all])]), { kept: 16, ahead: 8 }, blockMemory())
  for (let at = 0; at < all.length;) {
    const bytes = await blocks.from(at)
    expect(Buffer.compare(bytes, all.subarray(at, at + bytes.length))).toBe(0)
    at += bytes.length
  }
  blocks.close()
})

test('a read that fails is told to whoever asks for its bytes, and to nobody else', async () => {
  class Broken extends OldSpace {
    override slice(start: number, end: number) {
      if (start > 0) throw new DOMException('gone', 'NotReadableError')
      return super.slice(start, end)
    }
  }
  const blocks = new Blocks(new Broken([new Blob([all]), new Blob([all])]), keeping, blockMemory())
  expect((await blocks.from(0)).length).toBe(256 * KIB)
  await expect(Promise.resolve(blocks.from(all.length + 5))).rejects.toThrow('gone')
})

test('what one waits for stays, however much another uses meanwhile', async () => {
  const slow = 1024 * KIB
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  class Slow extends OldSpace {
    override async read(start: number, end: number) {
      if (start === slow) await arrived
      return super.read(start, end)
    }
  }
  const blocks = new Blocks(new Slow([new Blob([all]), new Blob([all]), new Blob([all])]), keeping, blockMemory())
  const waiting = blocks.from(slow)
  for (let at = all.length; at < 3 * all.length;) at += (await blocks.from(at)).length
  arrive()
  const bytes = await waiting
  expect(bytes.length).toBe(256 * KIB)
  expect(Buffer.compare(bytes, all.subarray(slow, slow + bytes.length))).toBe(0)
})

test('who looks on is shown each byte once and in order, before anybody has it', async () => {
  const asked = fc.array(fc.tuple(fc.constantFrom('from' as const, 'upTo' as const), fc.nat(all.length - 1)))
  await fc.assert(
    fc.asyncProperty(asked, async (places) => {
      const seen: Uint8Array[] = []
      let shown = 0
      const blocks = new Blocks(space(), keeping, blockMemory(), async (bytes, at) => {
        expect(at).toBe(shown)
        seen.push(bytes.slice())
        shown += bytes.length
      })
      for (const [ask, at] of places) {
        const bytes = await blocks[ask](at)
        expect(shown).toBeGreaterThanOrEqual(ask === 'upTo' ? at : at + bytes.length)
      }
      await blocks.showRest()
      expect(Buffer.compare(concat(...seen), all)).toBe(0)
    }),
    { numRuns: 30 },
  )
})

const BLOCK = 256 * KIB

/** Where reads begin, in blocks. */
class Traced extends OldSpace {
  readonly begun: number[] = []

  override slice(start: number, end: number) {
    this.begun.push(start / BLOCK)
    return super.slice(start, end)
  }
}

const traced = (blocks: number) => new Traced([new Blob([bytesOfSeed(9, blocks * BLOCK)])])

test('of blocks that are kept the one goes that was used the longest ago', async () => {
  const space = traced(40)
  const blocks = new Blocks(space, { kept: 3, ahead: 0 }, blockMemory())
  const use = async (...numbers: number[]) => {
    space.begun.length = 0
    for (const number of numbers) await blocks.from(number * BLOCK)
    return space.begun
  }
  expect(await use(0, 10, 20)).toEqual([0, 10, 20])
  expect(await use(0, 30)).toEqual([30])
  expect(await use(0, 20, 30)).toEqual([])
  expect(await use(10)).toEqual([10])
})

test('ahead is read as much as led there, twice, and by few reads', async () => {
  const space = traced(64)
  const blocks = new Blocks(space, { kept: 64, ahead: 8 }, blockMemory())
  await blocks.from(20 * BLOCK)
  expect([20, 21].map((number) => blocks.isHeld(number * BLOCK))).toEqual([true, false])
  for (let number = 21; number < 60; number++) await blocks.from(number * BLOCK)
  // Three, then three more once one of those is used, then five by a stream that goes on from there.
  expect(space.begun).toEqual([20, 21, 24, 27])
})

test('once they are closed their memory serves others', async () => {
  const memory = blockMemory()
  const blocks = new Blocks(traced(24), { kept: 24, ahead: 8 }, memory)
  for (let at = 0; at < 24 * BLOCK; at += BLOCK) await blocks.from(at)
  const given = vi.spyOn(memory, 'giveBack')
  blocks.close()
  await vi.waitFor(() => expect(given.mock.calls.length).toBeGreaterThan(8))
  const free = given.mock.calls.map(([buffer]) => buffer)
  expect(free).toContain(memory.take())
})
