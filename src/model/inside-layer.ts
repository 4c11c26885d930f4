import type { Fault } from '../core/errors'
import type { LayerSummary } from '../core/layer/change'
import type { LayerRow, Shown } from '../core/layer/listing'
import type { LayerQuery } from '../core/layer/select'
import type { LayerAbsence } from '../core/layer/stack'
import type { LayerView } from '../core/view/picture'
import type { Progress } from './progress'

/** How far the comparison with the layers below has come. */
export type Comparing =
  | { readonly kind: 'running'; readonly progress?: Progress }
  | { readonly kind: 'done' }
  /** Some of the layers below are not there to be read. */
  | { readonly kind: 'impossible'; readonly missing: number; readonly below: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly fault: Fault }

export type LayerListingState =
  | { readonly kind: 'reading'; readonly progress?: Progress }
  | { readonly kind: 'none'; readonly why: LayerAbsence }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'ready'; readonly summary: LayerSummary; readonly comparing: Comparing }

/** The lines from one place on, as far as they were asked for. */
export interface LayerWindow {
  readonly from: number
  readonly rows: readonly LayerRow[]
}

/** The line that was chosen: it stays the same, wherever an answer puts it. */
export interface ChosenLine {
  /** Its place among the lines that there are to show; -1: it is not among them. */
  readonly at: number
  /** Undefined until it is known what stands there. */
  readonly row: LayerRow | undefined
}

/** The layer whose inside is shown. */
export interface OpenLayer {
  readonly layer: LayerView
  readonly state: LayerListingState
  readonly query: LayerQuery
  readonly shown: Shown
  readonly window: LayerWindow
  readonly chosen: ChosenLine
}
