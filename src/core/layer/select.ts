import type { Comparison } from './below'
import { changeOf, counts, hiddenBy, type Change } from './change'
import type { LayerNode } from './tree'

export interface LayerQuery {
  /** Found anywhere in a path, whatever the case. */
  readonly text: string
  readonly show: Change | 'all'
  /** `path`: a tree; `size`: without folders, the largest first. */
  readonly order: 'path' | 'size'
}

export interface Selection {
  /** Ids, in the order in which they are shown. */
  readonly rows: readonly number[]
  /** Of what fits, without the folders that lead to it. */
  readonly matches: number
  readonly bytes: number
}

export function selected(
  nodes: readonly LayerNode[],
  { text, show, order }: LayerQuery,
  comparison: Comparison | undefined,
  isOpen: (id: number) => boolean,
): Selection {
  const wanted = text.toLowerCase()
  const fits = (node: LayerNode) => {
    if (show !== 'all') {
      const change = changeOf(node, comparison)
      if (change !== show || !counts(node, change)) return false
    }
    return wanted === '' || node.path.toLowerCase().includes(wanted)
  }
  const all = wanted === '' && show === 'all'
  const found = all ? nodes : nodes.filter(fits)
  const leaves = found.filter((node) => node.kind !== 'folder' || show === 'changed')
  const weights = new Float64Array(nodes.length)
  let bytes = 0
  for (const node of leaves) bytes += weights[node.id] = weightOf(node, comparison)
  const rows =
    order === 'size'
      ? leaves.sort((a, b) => weights[b.id]! - weights[a.id]! || a.id - b.id).map(({ id }) => id)
      : open(nodes, all ? undefined : withFolders(nodes, found), isOpen)
  return { rows, matches: leaves.length, bytes }
}

/** What a line is found for: a file's own bytes, or those that a deletion hides; a changed folder's are not its own. */
function weightOf(node: LayerNode, comparison: Comparison | undefined): number {
  if (node.kind === 'file') return node.file.size
  return node.kind === 'deletion' ? (hiddenBy(node, comparison)?.bytes ?? 0) : 0
}

/** What was found, and every folder on the way to it. */
function withFolders(nodes: readonly LayerNode[], found: readonly LayerNode[]): Uint8Array {
  const marked = new Uint8Array(nodes.length)
  for (const { id } of found) for (let at = id; at >= 0 && !marked[at]; at = nodes[at]!.parent) marked[at] = 1
  return marked
}

/** The lines of the tree that no closed folder hides. */
function open(nodes: readonly LayerNode[], among: Uint8Array | undefined, isOpen: (id: number) => boolean): number[] {
  const rows: number[] = []
  for (let id = 0; id < nodes.length;) {
    const node = nodes[id]!
    const shown = !among || among[id] === 1
    if (shown) rows.push(id)
    id = shown && (node.kind !== 'folder' || isOpen(id)) ? id + 1 : node.end
  }
  return rows
}
