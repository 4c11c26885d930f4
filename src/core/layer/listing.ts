import type { Comparison, Replaced } from './below'
import type { FileType, LayerContents, LayerFile } from './contents'
import { changeOf, hiddenBy, tallied, type Change, type LayerSummary } from './change'
import { selected, type LayerQuery } from './select'
import { treeOf, type LayerNode } from './tree'

/** A line as the page shows it. */
export interface LayerRow {
  readonly id: number
  readonly path: string
  readonly name: string
  readonly depth: number
  readonly type: FileType | 'deletion' | 'opaque'
  /** Bytes; a folder's are those of all that it holds, a deletion's those that it hides. */
  readonly size: number
  /** How many a folder holds, or a deletion hides. */
  readonly files: number
  /** Undefined for deletions, and for folders that the layer has no entry for. */
  readonly header: Pick<LayerFile, 'mode' | 'uid' | 'gid' | 'mtime' | 'link'> | undefined
  /** Undefined as long as nothing was compared. */
  readonly change: Change | undefined
  readonly replaced: Replaced | undefined
  /** Of a folder, in a tree. */
  readonly open: boolean | undefined
  /** The place of the folder over it among what is shown; -1: none. */
  readonly parentAt: number
  readonly savable: boolean
}

/** What a question came to: how many lines there are to show, and how many of them are files or deletions that fit it. */
export interface Shown {
  readonly rows: number
  readonly matches: number
  readonly bytes: number
}

/** So few lines stand open from the start. */
const FEW = 200

/** A layer's lines, as far as they are asked for: searched, filtered, sorted, folders opened and closed. */
export class LayerListing {
  readonly contents: LayerContents
  readonly #nodes: readonly LayerNode[]
  readonly #few: boolean
  #comparison: Comparison | undefined
  #query: LayerQuery = { text: '', show: 'all', order: 'path' }
  /** Folders that are not as they all are. */
  #turned = new Set<number>()
  #allOpen: boolean
  #shown: readonly number[] = []

  constructor(contents: LayerContents) {
    this.contents = contents
    this.#nodes = treeOf(contents)
    this.#few = this.#nodes.length <= FEW
    this.#allOpen = this.#few
  }

  compared(comparison: Comparison): void {
    this.#comparison = comparison
  }

  summary(): LayerSummary {
    return tallied(this.#nodes, this.#comparison, this.contents.cut)
  }

  show(query: LayerQuery): Shown {
    const narrowed = query.text !== '' || query.show !== 'all'
    if (query.text !== this.#query.text || query.show !== this.#query.show) {
      // What is found must be in sight.
      this.#allOpen = narrowed || this.#few
      this.#turned = new Set()
    }
    this.#query = query
    return this.#select()
  }

  toggle(id: number): Shown {
    if (!this.#turned.delete(id)) this.#turned.add(id)
    return this.#select()
  }

  toggleAll(open: boolean): Shown {
    this.#allOpen = open
    this.#turned = new Set()
    return this.#select()
  }

  rows(from: number, to: number): LayerRow[] {
    return this.#shown.slice(Math.max(0, from), to).map((id) => this.#row(this.#nodes[id]!))
  }

  /** A line's place among what is shown; -1: it is not. */
  placeOf(id: number): number {
    return this.#query.order === 'path' ? this.#shownAt(id) : this.#shown.indexOf(id)
  }

  /** The file whose bytes a line stands for; a hardlink's are those of the file that it names. */
  fileOf(id: number): LayerFile | undefined {
    const node = this.#nodes[id]
    if (node?.kind !== 'file') return undefined
    const file = node.file.type === 'hardlink' ? this.contents.files.get(node.file.link) : node.file
    return file?.type === 'file' ? file : undefined
  }

  #select(): Shown {
    const { rows, ...found } = selected(this.#nodes, this.#query, this.#comparison, this.#isOpen)
    this.#shown = rows
    return { rows: rows.length, ...found }
  }

  #isOpen = (id: number) => this.#allOpen !== this.#turned.has(id)

  #row(node: LayerNode): LayerRow {
    const { id, path, name, depth } = node
    const tree = this.#query.order === 'path'
    const hides = node.kind === 'deletion' ? hiddenBy(node, this.#comparison) : undefined
    const header = node.kind === 'deletion' ? undefined : node.file
    return {
      id,
      path,
      name,
      depth: tree ? depth : 0,
      type: typeOf(node),
      size: hides?.bytes ?? (node.kind === 'folder' ? node.bytes : (header?.size ?? 0)),
      files: hides?.files ?? (node.kind === 'folder' ? node.files : 0),
      header: header && {
        mode: header.mode,
        uid: header.uid,
        gid: header.gid,
        mtime: header.mtime,
        link: header.link,
      },
      change: changeOf(node, this.#comparison),
      replaced: header && this.#comparison?.replaced.get(path),
      open: tree && node.kind === 'folder' ? this.#isOpen(id) : undefined,
      parentAt: tree ? this.#shownAt(node.parent) : -1,
      savable: this.fileOf(id) !== undefined,
    }
  }

  /** In a tree, what is shown stands in the order of its ids. */
  #shownAt(id: number): number {
    let from = 0
    let to = this.#shown.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#shown[middle]! < id) from = middle + 1
      else to = middle
    }
    return this.#shown[from] === id ? from : -1
  }
}

function typeOf(node: LayerNode): LayerRow['type'] {
  if (node.kind === 'deletion') return node.opaque ? 'opaque' : 'deletion'
  return node.kind === 'folder' ? 'folder' : node.file.type
}
