import type { Fault } from '../../core/errors'
import type { Result } from './api'

/** Carries an error's code and facts to where it is shown. */
export class FaultError extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.code)
    this.fault = fault
  }
}

/** What a call came to: its value, or its error thrown again on the page's side. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  if ('cancelled' in result) throw new DOMException('cancelled', 'AbortError')
  throw new FaultError(result.fault)
}
