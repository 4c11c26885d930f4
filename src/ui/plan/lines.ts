import type { CarryRow } from '../../model/carry-row'
import { expected } from './carried-words'

/** What the lines of the table can be sorted by. */
export const columns = ['place', 'name', 'carry', 'total'] as const
export type Column = (typeof columns)[number]

export interface Sorting {
  /** Undefined: as the targets were given. */
  readonly by: Column | undefined
  readonly descending: boolean
}

/** How far a target has come, in a word. */
export type Stage = 'waiting' | 'ready' | 'whole' | 'saved' | 'delivered' | 'trouble'

/** What the lines can be narrowed to. */
export const views = ['all', 'due', 'done', 'trouble'] as const
export type View = (typeof views)[number]

const SHOWN: Readonly<Record<Exclude<View, 'all'>, readonly Stage[]>> = {
  due: ['waiting', 'ready', 'whole'],
  done: ['saved', 'delivered'],
  trouble: ['trouble'],
}

export function stageOf({ item, plan, saving, carried, delivered }: CarryRow): Stage {
  if (delivered) return 'delivered'
  // What is to be restored first has no plan, and is in no trouble.
  const isLost = plan?.kind === 'failed' && plan.fault.code !== 'compact-first'
  if (item.state.kind === 'failed' || isLost || saving?.kind === 'failed') return 'trouble'
  if (saving?.kind === 'saved') return 'saved'
  if (carried) return carried.whole ? 'whole' : 'ready'
  if (plan?.kind !== 'current') return 'waiting'
  return plan.report.verdict.kind === 'stopped' ? 'trouble' : 'waiting'
}

/** A target in the table, by the number that it has there: its place in the order of loading, or the one in which it was given. */
export interface Line {
  readonly row: CarryRow
  readonly number: number
}

export const linesOf = (rows: readonly CarryRow[]): Line[] =>
  rows.map((row, at) => ({ row, number: row.place || at + 1 }))

/** What stands at the head of a line: the name that it goes by over there, where there is one. */
export const nameOf = ({ item, carried, fileName }: CarryRow) => (carried && fileName) || item.name

export const narrowed = (lines: readonly Line[], view: View, words: string): Line[] =>
  lines.filter(({ row }) => (view === 'all' || SHOWN[view].includes(stageOf(row))) && isNamed(row, words))

/** By its file's name, or one of its images'. */
function isNamed(row: CarryRow, words: string): boolean {
  const wanted = words.trim().toLowerCase()
  const { plan } = row
  const images = plan?.kind === 'current' ? plan.report.images : []
  const names = [nameOf(row), row.item.name, ...images.flatMap(({ name, tags }) => [name, ...tags])]
  return names.some((name) => name.toLowerCase().includes(wanted))
}

/** Those of which a size is not known stand last, whichever way. */
export function sorted(lines: readonly Line[], { by, descending }: Sorting): readonly Line[] {
  if (by === undefined) return lines
  const sign = descending ? -1 : 1
  const compare: Readonly<Record<Column, (one: Line, other: Line) => number>> = {
    place: (one, other) => sign * (one.number - other.number),
    name: (one, other) => sign * nameOf(one.row).localeCompare(nameOf(other.row), undefined, { numeric: true }),
    carry: bySize(({ row }) => row.carried && expected(row.carried), sign),
    total: bySize(({ row }) => row.carried?.total, sign),
  }
  return lines.toSorted(compare[by])
}

function bySize(sizeOf: (line: Line) => number | undefined, sign: number) {
  return (one: Line, other: Line) => {
    const [here, there] = [sizeOf(one), sizeOf(other)]
    if (here === undefined || there === undefined) return Number(here === undefined) - Number(there === undefined)
    return sign * (here - there)
  }
}

/** The next of a column that is pressed: up, down, and as given again. */
export function pressed({ by, descending }: Sorting, column: Column): Sorting {
  if (by !== column) return { by: column, descending: column === 'carry' || column === 'total' }
  const first = column === 'carry' || column === 'total'
  return descending === first ? { by, descending: !descending } : { by: undefined, descending: false }
}
