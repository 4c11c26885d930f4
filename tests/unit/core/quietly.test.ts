import { afterEach, expect, test } from 'vitest'
import { quietly } from '../../../src/core/quietly'

const unheard: unknown[] = []
const hear = (reason: unknown) => void unheard.push(reason)

afterEach(() => {
  process.off('unhandledRejection', hear)
})

test('what fails before anybody waits for it is told to whoever waits later, and to nobody else', async () => {
  process.on('unhandledRejection', hear)
  const work = quietly(Promise.reject(new Error('gone')))
  // A turn of the loop: by then Node has told of what nobody has heard.
  await new Promise((turn) => setImmediate(turn))
  await expect(work).rejects.toThrow('gone')
  expect(unheard).toEqual([])
})
