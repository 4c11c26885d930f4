import { expect, test } from 'vitest'
import { makeSample } from '../../../../src/core/job/sample'
import { bytesOfBlob, destinationOf, openArchive, slimmed } from '../../../fixtures/opening'

test('the sample is two whole archives, the same each time, of which the base spares the target most', async () => {
  const [{ base, target }, again] = [await makeSample(), await makeSample()]
  expect(Buffer.compare(await bytesOfBlob(target), await bytesOfBlob(again.target))).toBe(0)
  for (const file of [base, target]) expect((await openArchive(file)).findings).toEqual([])
  const { output } = await slimmed(target, await destinationOf([base]), 'universal')
  expect(output.size).toBeLessThan(target.size / 10)
})
