import { transferHandlers } from 'comlink'
import { functions, signals } from './lines'
import { thrown } from './thrown'

/** On both sides of the door, before anything crosses. */
export function prepareCrossing(): void {
  transferHandlers.set('throw', thrown)
  transferHandlers.set('signal', signals)
  transferHandlers.set('function', functions)
}
