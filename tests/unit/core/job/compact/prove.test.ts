import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Sink } from '../../../../../src/core/compression/sink'
import { codecs, type Codec } from '../../../../../src/core/delta/note'
import { hashingHere } from '../../../../../src/core/check/hashing'
import { millHere, type Mill } from '../../../../../src/core/delta/mill'
import type { CompactJob } from '../../../../../src/core/job/compact/job'
import { makePieces, type CompactPieces } from '../../../../../src/core/job/compact/make'
import { readOldLayers } from '../../../../../src/core/job/compact/old-layers'
import { planCompact } from '../../../../../src/core/job/compact/plan'
import { cut } from '../../../../../src/core/job/compact/spooled'
import { memory } from '../../../../fixtures/cases'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { imageOfLayers } from '../../../../fixtures/layered'
import { bytesOfBlob, openArchive } from '../../../../fixtures/opening'
import { fileOf, tarOf, utf8 } from '../../../../fixtures/tar'

const layer = tarOf([{ name: 'data', body: bytesOfSeed(1, 20_000) }])
const changed = layer.slice()
changed.set(bytesOfSeed(6, 400), 9000)
/** New, and worth packing. */
const words = tarOf([{ name: 'words', body: utf8(Buffer.from(bytesOfSeed(2, 75_000)).toString('hex')) }])

/** A spool that gives one byte back otherwise than it was written. */
function failing(at: number): Sink {
  const sink = memory()
  let written = 0
  return {
    ...sink,
    async write(bytes) {
      const wrong = bytes.slice()
      const place = at - written
      if (place >= 0 && place < wrong.length) wrong[place]! ^= 1
      written += bytes.length
      await sink.write(wrong)
    },
  }
}

async function piecesBy(codec: Codec, sink: Sink, mill = millHere()): Promise<CompactPieces> {
  const archive = await openArchive(fileOf(imageOfLayers([changed, words]), 'app.tar'))
  const plan = planCompact(archive, [await openArchive(fileOf(imageOfLayers([layer]), 'base.tar'))])
  const job: CompactJob = { archive, plan, unpacked: [], codec, made: 'test', beside: [] }
  const olds = await readOldLayers(job, hashingHere)
  return makePieces(job, olds, { sink, mill, hashing: hashingHere })
}

const tool = { gzip: 'gzip', zstd: 'zstd' } as const

test.each(codecs)('what was packed is unpacked before it is given out, every byte of it (%s)', async (codec) => {
  const { packed, changed } = await piecesBy(codec, memory())
  const used = [packed!, ...changed.flatMap(({ literals, ops }) => [literals, ops])]
  expect(used).toHaveLength(3)
  for (const { start, end } of used) {
    const counted = { refused: 0, same: 0 }
    for (let turn = 0; turn < 6; turn++) {
      const at = Math.floor(start + ((turn + 0.5) * (end - start)) / 6)
      const pieces = await piecesBy(codec, failing(at)).catch(() => undefined)
      counted[pieces ? 'same' : 'refused']++
      // A gzip header's time, for one, is nobody's.
      if (!pieces) continue
      const input = await bytesOfBlob(cut(pieces.spooled, pieces.packed!))
      const unpacked = execFileSync(tool[codec], ['-dc'], { input, stdio: 'pipe' })
      expect(Buffer.compare(unpacked, await bytesOfBlob(pieces.frame))).toBe(0)
    }
    expect(counted.refused).toBeGreaterThan(2)
  }
})

test('a recipe that makes something else is not given out', async () => {
  const mill: Mill = {
    ...millHere(),
    async match(residual, reference) {
      const matched = await millHere().match(residual, reference)
      matched.literals[matched.literals.length - 1]! ^= 1
      return matched
    },
  }
  await expect(piecesBy('gzip', memory(), mill)).rejects.toThrow('makes something else')
})
