import type { CostRow } from '../../core/cost/rows'

/** What is told of the carried bytes in one line; together they are all of them. */
export type Row = CostRow | { readonly what: 'else' | 'beside'; readonly cost: number }
