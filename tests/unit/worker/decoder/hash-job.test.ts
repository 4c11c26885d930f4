import { expect, test } from 'vitest'
import { LITTLE } from '../../../../src/core/check/hash'
import { hashJob } from '../../../../src/worker/decoder/hash-job'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { CountedBlob } from '../../../fixtures/counted-blob'
import { digestOf } from '../../../fixtures/layers'

test('what is little is not read by itself, and each is told by its own place', async () => {
  const sizes = [LITTLE + 1, ...Array.from({ length: 600 }, (_, at) => 100 + at), LITTLE + 2, 50]
  const bodies = sizes.map((size, at) => bytesOfSeed(at, size))
  const blobs = bodies.map((body) => new CountedBlob([body]))
  const told: number[] = []
  const hashed = await hashJob.hash(
    blobs.map((bytes, start) => ({ start, bytes, digest: 'sha256', unpack: undefined })),
    (done) => told.push(done),
  )
  expect(hashed.map(({ start, digest }) => [start, digest])).toEqual(bodies.map((body, at) => [at, digestOf(body)]))
  expect(blobs.flatMap(({ reads }, at) => (reads > 0 ? at : []))).toEqual([0, 601, 602])
  expect(told[0]).toBe(0)
})
