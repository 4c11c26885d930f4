import { adviceOn, type Advice } from '../../cost/advice'
import type { Fate } from '../../cost/entry-cost'
import type { Cost } from '../../cost/group'
import { rowsOf, type CostRow } from '../../cost/rows'
import type { Tally } from '../../cost/tally'
import type { Digest } from '../../image/digest'

/** A layer that an archive carries something of. */
export interface LayerCost {
  readonly diffId: Digest
  readonly createdBy: string
  /** `changed`: made of old layers. `whole`: all of it is carried. `packed`: so, and as it was packed: it was not looked into. */
  readonly how: 'changed' | 'whole' | 'packed'
  readonly size: number
  readonly cost: number
}

/** What the bytes of a compact archive are. */
export interface CostReport {
  /** All of them. */
  readonly size: number
  /** What of them is no layer: manifests, scripts, the note. */
  readonly beside: number
  /** The costliest first. */
  readonly layers: readonly LayerCost[]
  /** Of layers that were looked into: bytes that are carried, before they were packed, and packed. */
  readonly literals: number
  readonly cost: number
  readonly fates: Readonly<Record<Fate, Cost>>
  readonly rows: readonly CostRow[]
  readonly advice: readonly Advice[]
}

export function reportOf(size: number, literals: number, layers: readonly LayerCost[], all: Tally): CostReport {
  return {
    size,
    beside: Math.max(0, size - layers.reduce((sum, { cost }) => sum + cost, 0)),
    layers: layers.toSorted((one, other) => other.cost - one.cost),
    literals,
    cost: all.cost,
    fates: all.fates,
    rows: rowsOf(all),
    advice: adviceOn(all),
  }
}
