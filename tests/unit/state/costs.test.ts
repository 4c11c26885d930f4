import { expect, test } from 'vitest'
import { ArchiveError } from '../../../src/core/errors'
import type { CostReport } from '../../../src/core/job/compact/cost-report'
import { Costs } from '../../../src/state/costs.svelte'

const nothing = { files: 0, size: 0, cost: 0 }
const report: CostReport = {
  size: 10,
  beside: 10,
  layers: [],
  literals: 0,
  cost: 0,
  fates: { added: nothing, changed: nothing, moved: nothing, unchanged: nothing },
  rows: [],
  advice: [],
}

test('it is told once it is read', async () => {
  const costs = new Costs()
  const reading = costs.read('a', 'a.tar', async () => report)
  expect(costs.get('a')).toEqual({ kind: 'reading' })
  await reading
  expect(costs.get('a')).toEqual({ kind: 'told', report })
  expect(costs.get('b')).toBeUndefined()
})

test('why it can’t be read is told', async () => {
  const costs = new Costs()
  await costs.read('a', 'a.tar', () => Promise.reject(new ArchiveError('empty-file', { file: 'a.tar' })))
  expect(costs.get('a')).toEqual({ kind: 'failed', fault: { code: 'empty-file', facts: { file: 'a.tar' } } })
})

test('what is forgotten is read no further, and never told', async () => {
  const costs = new Costs()
  let heard: AbortSignal | undefined
  let finish: (told: CostReport) => void = () => {}
  const reading = costs.read('a', 'a.tar', (signal) => {
    heard = signal
    return new Promise((resolve) => (finish = resolve))
  })
  costs.forget('a')
  expect(heard?.aborted).toBe(true)
  finish(report)
  await reading
  expect(costs.get('a')).toBeUndefined()
})

test('of two readings of one target the later is told', async () => {
  const costs = new Costs()
  let finish: (told: CostReport) => void = () => {}
  const first = costs.read('a', 'a.tar', () => new Promise((resolve) => (finish = resolve)))
  await costs.read('a', 'a.tar', async () => ({ ...report, size: 20 }))
  finish(report)
  await first
  expect(costs.get('a')).toMatchObject({ report: { size: 20 } })
})
