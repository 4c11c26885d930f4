import { expect, test } from 'vitest'
import { hashingHere } from '../../../../../src/core/check/hashing'
import { millHere } from '../../../../../src/core/delta/mill'
import { makePieces, writeCompact } from '../../../../../src/core/job/compact/make'
import { readOldLayers } from '../../../../../src/core/job/compact/old-layers'
import { toHashCompact } from '../../../../../src/core/job/compact/sound'
import { planWithRepeated } from '../../../../../src/core/job/compact/repeated'
import { memory } from '../../../../fixtures/cases'
import { hashed, uncompacted } from '../../../../fixtures/compacting'
import { CountedBlob } from '../../../../fixtures/counted-blob'
import { manyLayers } from '../../../../fixtures/layered'
import { bytesOfBlob, openArchive } from '../../../../fixtures/opening'

const COUNT = 200

/** A browser takes the better part of a millisecond for each read, however little it is of: layers are read many at once. */
const READS = COUNT / 10

async function made() {
  const [old, fresh] = [1, 2].map((version) => new CountedBlob([manyLayers(COUNT, version).file])) as [
    CountedBlob,
    CountedBlob,
  ]
  const [base, archive] = [await openArchive(old), await openArchive(fresh)]
  const plan = await planWithRepeated(archive, [base])
  const job = { archive, plan, unpacked: [], codec: 'zstd', made: 'test', beside: [] } as const
  const spooled: CountedBlob[] = []
  const sink = {
    ...memory(),
    finish: async () => {
      spooled.push(new CountedBlob(parts))
      return spooled[0]!
    },
  }
  const parts: Uint8Array<ArrayBuffer>[] = []
  sink.write = async (bytes) => void parts.push(bytes.slice())
  const pieces = await makePieces(job, await readOldLayers(job, hashingHere), {
    sink,
    mill: millHere(),
    hashing: hashingHere,
  })
  const { bytes, layers } = await writeCompact(pieces, await hashed(toHashCompact(job)))
  return { old, fresh, spooled: spooled[0]!, bytes, layers }
}

test('of thousands of small layers many are read at once, when they are made compact and when they are made whole', async () => {
  const { old, fresh, spooled, bytes, layers } = await made()
  expect(layers).toHaveLength(COUNT)
  for (const { reads } of [old, fresh, spooled]) expect(reads).toBeLessThan(READS)
  const [compact, base] = [new CountedBlob([bytes]), new CountedBlob([old])]
  expect(Buffer.compare(await uncompacted(compact, [base]), await bytesOfBlob(fresh))).toBe(0)
  for (const { reads } of [compact, base]) expect(reads).toBeLessThan(READS)
})
