import { NOTE_LIMIT } from '../../delta/parse-note'
import type { PlacedItem } from './described'

/** What a note says of an item, and what is saved by it. */
export interface Noted {
  readonly placed: PlacedItem
  /** Bytes that it takes in the note. */
  readonly said: number
  /** Bytes that need not be carried. */
  readonly gain: number
}

/** Where less is left out, places are further on, and take more digits; the rest of a note needs its room, too. */
const FILLED = 0.9

/** Of more than a note may hold what saves most for what it says: the rest is carried as it is. */
export function notable(all: readonly Noted[]): readonly Noted[] {
  const left = { bytes: FILLED * NOTE_LIMIT.bytes, changes: FILLED * NOTE_LIMIT.changes }
  if (sum(all, ({ said }) => said) <= left.bytes && sum(all, changesOf) <= left.changes) return all
  const inTurn = all.toSorted((one, other) => other.gain / other.said - one.gain / one.said)
  const chosen = new Set<Noted>()
  for (const one of inTurn) {
    if (one.said > left.bytes || changesOf(one) > left.changes) continue
    left.bytes -= one.said
    left.changes -= changesOf(one)
    chosen.add(one)
  }
  return all.filter((one) => chosen.has(one))
}

const changesOf = ({ placed: { edits, fills } }: Noted) => edits.length + fills.length

const sum = (all: readonly Noted[], of: (one: Noted) => number) => all.reduce((total, one) => total + of(one), 0)
