import { commandsFor, hasUntold, type Command, type Engine, type Shell } from '../../core/handover/commands'
import type { CarryRow } from '../../model/carry-row'

/** What is done to one end, of all archives. */
export interface Stage {
  readonly purpose: Command['purpose']
  readonly texts: readonly string[]
}

const PURPOSES = ['check-base', 'check-digest', 'join', 'load'] as const

/** The commands for all archives in the order in which they are to be loaded: each is given once, whoever asks for it. */
export function commandsOfAll(rows: readonly CarryRow[], engine: Engine, shell: Shell): Stage[] {
  const commands = rows
    .toSorted((one, other) => one.place - other.place)
    .flatMap((row) => commandsOf(row, engine, shell))
  return PURPOSES.map((purpose) => ({
    purpose,
    texts: [...new Set(commands.filter((one) => one.purpose === purpose).map(({ text }) => text))],
  })).filter(({ texts }) => texts.length > 0)
}

/** Whether its file can be named on a command line, where one is given. */
export const isSayable = (row: CarryRow) =>
  isRestoredFirst(row) || commandsOf(row, 'docker', 'sh').some(({ purpose }) => purpose === 'load')

/** Whether it holds images for which there is no command. */
export const isUntold = ({ plan }: CarryRow, engine: Engine) =>
  plan?.kind === 'current' && hasUntold(engine, plan.report.skopeo)

/** What no engine loads has its own commands, beside it. */
const isRestoredFirst = ({ plan }: Pick<CarryRow, 'plan'>) =>
  plan?.kind === 'current' && plan.report.verdict.kind === 'ready' && plan.report.restoredFirst

function commandsOf(row: CarryRow, engine: Engine, shell: Shell): Command[] {
  const { plan, carried, delivered, saving, fileName } = row
  if (plan?.kind !== 'current' || (!carried && !delivered) || isRestoredFirst(row)) return []
  const { report } = plan
  const slim = report.verdict.kind === 'ready'
  /** What was saved keeps its name, whatever the next save would be called. */
  const name = saving?.kind === 'saved' ? saving.name : fileName
  const parts = saving?.kind === 'saved' ? (saving.parts ?? []) : []
  return commandsFor(engine, shell, { ...report, ...(slim ? {} : NOTHING_THERE), fileName: name, parts })
}

/** What goes along whole needs nothing. */
const NOTHING_THERE = { checks: [], digestsToCheck: [], blobsToCheck: [] }
