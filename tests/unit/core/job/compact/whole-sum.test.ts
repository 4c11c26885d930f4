import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashingHere } from '../../../../../src/core/check/hashing'
import { WholeSum } from '../../../../../src/core/job/compact/whole-sum'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'

const bytes = bytesOfSeed(3, 5000)
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`

test('whatever goes by of an archive, the rest is read: it is the hash of all of it', async () => {
  const borders = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 8 }).map((all) => all.toSorted((a, b) => a - b))
  await fc.assert(
    fc.asyncProperty(borders, async (all) => {
      const sum = new WholeSum(new Blob([bytes]), hashingHere)
      for (let at = 0; at + 1 < all.length; at += 2) {
        const [start, end] = [all[at]!, all[at + 1]!]
        await sum.from(start)
        for (let from = start; from < end; from += 700) await sum.write(bytes.subarray(from, Math.min(end, from + 700)))
      }
      expect(await sum.digest()).toBe(digest)
    }),
    { numRuns: 40 },
  )
})
