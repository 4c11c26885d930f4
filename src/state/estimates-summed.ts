import type { Estimate } from '../core/job/compact/estimate'

/** Of archives that are made one after the other. */
export function estimatesSummed(all: readonly Estimate[]): Estimate {
  const sum = (of: keyof Estimate) => all.reduce((sum, one) => sum + one[of], 0)
  return { low: sum('low'), high: sum('high'), seconds: sum('seconds') }
}
