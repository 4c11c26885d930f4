import type { ChosenLine, LayerWindow } from '../model/inside-layer'

/** Whatever comes to stand there. */
export const FIRST: ChosenLine = { at: 0, row: undefined }

/** What stands at a place, as far as it is known. */
export const lineAt = (at: number, { from, rows }: LayerWindow): ChosenLine => ({ at, row: rows[at - from] })

/** The same line, as it is told now. */
export function seenIn(chosen: ChosenLine, window: LayerWindow): ChosenLine {
  const { at, row } = chosen
  if (!row) return lineAt(at, window)
  return { at, row: window.rows.find(({ id }) => id === row.id) ?? row }
}
