import { expect, test } from 'vitest'
import { carriedBy, sumOf } from '../../../src/state/carried'
import { rowNamed } from '../../fixtures/rows'
import { reportOf } from '../../fixtures/views'

const about = { low: 20, high: 40, seconds: 3 }
const told = { about, isOpen: false }
const open = { about: undefined, isOpen: true }
const plan = (more: object = {}) => ({ kind: 'current' as const, report: { ...reportOf(150), ...more } })

test('what is restored first is not exact before it was made', () => {
  expect(carriedBy(plan(), 0, () => told)).toMatchObject({ kept: 150, exact: true, about: undefined })
  const compact = plan({ restoredFirst: true })
  expect(carriedBy(compact, 0, () => open)).toMatchObject({ kept: 150, exact: false, ...open })
  expect(carriedBy(compact, 0, () => told)).toMatchObject({ exact: false, about })
  expect(carriedBy(plan({ restoredFirst: true, exact: true }), 0, () => told)).toMatchObject({
    exact: true,
    about: undefined,
  })
})

const inexact = (estimate: typeof about | undefined) => {
  const row = rowNamed('x.tar', 150)
  return { ...row, carried: { ...row.carried!, exact: false, about: estimate, isOpen: !estimate } }
}

test('the sum is about so much once each of its rows is told, and at most so much before', () => {
  const exact = rowNamed('y.tar', 30)
  expect(sumOf([exact, exact])).toEqual({ kept: 60, total: 402, exact: true, about: undefined, isOpen: false })
  expect(sumOf([exact, inexact(about)])).toEqual({
    kept: 70,
    total: 402,
    exact: false,
    about: { low: 50, high: 70, seconds: 3 },
    isOpen: false,
  })
  expect(sumOf([exact, inexact(about), inexact(undefined)])).toMatchObject({
    kept: 220,
    exact: false,
    about: undefined,
  })
})
