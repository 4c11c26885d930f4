import type { CarryRow } from '../model/carry-row'
import type { CompactOffer } from '../model/compact-offer'
import type { Output } from '../output/output'
import type { Compacts } from './compacts.svelte'
import { estimatesSummed } from './estimates-summed'
import type { Options } from './options.svelte'

/** Less is carried as it is. */
const MUCH = 20_000_000

/** What is not worth that the other side restores it first. */
const LITTLE_LESS = 0.8

/** Those of which it is not known yet what they come to in the compact form. */
export const unmade = (rows: readonly CarryRow[], { restoredFirst }: Pick<Options, 'restoredFirst'>): string[] =>
  rows.flatMap(({ item, carried }) => (carried && !(restoredFirst && carried.exact) ? [item.id] : []))

/** What the outputs would be as compact archives; undefined where it would gain little. */
export function compactOffer(
  outputs: readonly Pick<Output, 'id' | 'bytes'>[],
  compacts: Pick<Compacts, 'estimate'>,
): CompactOffer | undefined {
  const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0)
  if (bytes <= MUCH) return undefined
  const told = outputs.map(({ id }) => compacts.estimate(id))
  const isOpen = told.some((one) => one.isOpen)
  const estimates = told.flatMap(({ about }) => about ?? [])
  if (isOpen || estimates.length < outputs.length) return { bytes, isOpen, about: undefined }
  const about = estimatesSummed(estimates)
  return about.low > LITTLE_LESS * bytes ? undefined : { bytes, isOpen, about }
}
