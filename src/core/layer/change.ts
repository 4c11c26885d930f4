import type { Comparison, Hidden } from './below'
import type { DeletionNode, LayerNode } from './tree'

/** `again`: the layers below have the path with the same header. Whether its bytes are the same, headers do not tell. */
export type Change = 'added' | 'changed' | 'again' | 'deleted'

export interface Tally {
  readonly files: number
  readonly bytes: number
}

/** What a layer comes to. Folders are not counted, but where their mode or owner changed. */
export interface LayerSummary {
  readonly files: number
  readonly bytes: number
  /** As far as it was compared; deletions are known from the layer alone. */
  readonly changes: Readonly<Record<Change, Tally>> | undefined
  readonly deletions: number
  /** Of the layers below, by replacing and by deleting. */
  readonly hidden: Hidden
  readonly cut: boolean
}

export function changeOf(node: LayerNode, comparison: Comparison | undefined): Change | undefined {
  if (node.kind === 'deletion') return 'deleted'
  if (!comparison) return undefined
  const replaced = comparison.replaced.get(node.path)
  if (replaced) return replaced.differs.length > 0 ? 'changed' : 'again'
  // A folder without an entry of its own may stand below or not: it changes nothing there.
  return node.kind === 'folder' && !node.file ? 'again' : 'added'
}

export const hiddenBy = ({ path, opaque }: DeletionNode, comparison: Comparison | undefined): Hidden | undefined =>
  (opaque ? comparison?.opaque : comparison?.deleted)?.get(path)

/** Whether a line counts: what a folder holds does, the folder itself only where it changed. */
export const counts = (node: LayerNode, change: Change | undefined) => node.kind !== 'folder' || change === 'changed'

export function tallied(nodes: readonly LayerNode[], comparison: Comparison | undefined, cut: boolean): LayerSummary {
  const changes = { added: zero(), changed: zero(), again: zero(), deleted: zero() }
  const all = zero()
  for (const node of nodes) {
    const change = changeOf(node, comparison)
    const bytes = node.kind === 'file' ? node.file.size : node.kind === 'deletion' ? hiddenBytes(node, comparison) : 0
    if (node.kind === 'file') count(all, bytes)
    if (change && counts(node, change)) count(changes[change], bytes)
  }
  return {
    ...all,
    changes: comparison && changes,
    deletions: changes.deleted.files,
    hidden: hiddenIn(comparison),
    cut,
  }
}

const hiddenBytes = (node: DeletionNode, comparison: Comparison | undefined) => hiddenBy(node, comparison)?.bytes ?? 0

function hiddenIn(comparison: Comparison | undefined): Hidden {
  const all = zero()
  if (!comparison) return all
  const hides = [...comparison.replaced.values()].map((replaced) => replaced.hides)
  for (const { files, bytes } of [...hides, ...comparison.deleted.values(), ...comparison.opaque.values()]) {
    all.files += files
    all.bytes += bytes
  }
  return all
}

const zero = () => ({ files: 0, bytes: 0 })

function count(tally: { files: number; bytes: number }, bytes: number): void {
  tally.files++
  tally.bytes += bytes
}
