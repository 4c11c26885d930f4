import { joined, type LayerContents, type LayerFile } from './contents'

interface Place {
  /** Among all of them: folders before files, by name, what a folder holds right behind it. */
  readonly id: number
  readonly path: string
  readonly name: string
  /** 0 for what stands at the root. */
  readonly depth: number
  /** The id of the folder that holds it; -1 at the root. */
  readonly parent: number
  /** The id behind the last of what it holds. */
  readonly end: number
}

export interface FileNode extends Place {
  readonly kind: 'file'
  readonly file: LayerFile
}

export interface FolderNode extends Place {
  readonly kind: 'folder'
  /** Undefined where the layer has no entry for it, only for what is in it. */
  readonly file: LayerFile | undefined
  /** How many it holds, at any depth, and their bytes. */
  readonly files: number
  readonly bytes: number
}

export interface DeletionNode extends Place {
  readonly kind: 'deletion'
  /** Of all that stood in the folder before. */
  readonly opaque: boolean
}

/** A line of a layer's listing: what it brings, a folder on the way to it, or a deletion. */
export type LayerNode = FileNode | FolderNode | DeletionNode

type Leaf = { readonly name: string; readonly path: string } & (
  { readonly kind: 'file'; readonly file: LayerFile } | { readonly kind: 'deletion'; readonly opaque: boolean }
)

interface Folder {
  readonly name: string
  readonly path: string
  file: LayerFile | undefined
  readonly folders: Map<string, Folder>
  readonly leaves: Leaf[]
}

/** A layer's lines in the order of a tree that stands open. */
export function treeOf({ files, deleted, opaque }: LayerContents): LayerNode[] {
  const root = newFolder('', '')
  for (const file of files.values())
    if (file.type === 'folder') folderAt(root, file.path).file = file
    else folderOf(root, file.path).leaves.push({ kind: 'file', name: nameOf(file.path), path: file.path, file })
  for (const path of deleted)
    folderOf(root, path).leaves.push({ kind: 'deletion', name: nameOf(path), path, opaque: false })
  for (const path of opaque) folderAt(root, path).leaves.push({ kind: 'deletion', name: '', path, opaque: true })
  return inOrder(root)
}

const newFolder = (name: string, path: string): Folder => ({
  name,
  path,
  file: undefined,
  folders: new Map(),
  leaves: [],
})

function folderAt(root: Folder, path: string): Folder {
  let at = root
  if (path === '') return at
  for (const name of path.split('/')) {
    let next = at.folders.get(name)
    if (!next) at.folders.set(name, (next = newFolder(name, joined(at.path, name))))
    at = next
  }
  return at
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const folderOf = (root: Folder, path: string) => folderAt(root, path.slice(0, Math.max(0, path.lastIndexOf('/'))))

type Growing = { -readonly [Key in keyof FolderNode]: FolderNode[Key] }

interface Step {
  readonly folder: Folder
  readonly parent: Growing | undefined
  /** Set once what it holds is being laid out. */
  readonly node?: Growing | undefined
  readonly entered: boolean
}

/** By a stack of its own: a hostile path may lead deeper than calls can. */
function inOrder(root: Folder): LayerNode[] {
  const nodes: LayerNode[] = []
  const steps: Step[] = [{ folder: root, parent: undefined, entered: false }]
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { folder, parent } = step
    if (step.entered) {
      leave(folder, step.node, parent)
      continue
    }
    const node = folder === root ? undefined : placed(folder, parent)
    if (node) nodes.push(node)
    steps.push({ folder, parent, node, entered: true })
    for (const below of [...folder.folders.values()].sort(downwards))
      steps.push({ folder: below, parent: node, entered: false })
  }
  return nodes

  function placed({ name, path, file }: Folder, parent: Growing | undefined): Growing {
    return { kind: 'folder', ...place(parent), name, path, file, files: 0, bytes: 0 }
  }

  function place(parent: Growing | undefined) {
    const id = nodes.length
    return { id, depth: parent ? parent.depth + 1 : 0, parent: parent?.id ?? -1, end: id + 1 }
  }

  function leave({ leaves }: Folder, node: Growing | undefined, parent: Growing | undefined): void {
    for (const leaf of leaves.sort(upwards)) {
      const { name, path } = leaf
      const { id, depth, parent, end } = place(node)
      // Spelled out: of the many of these, each by a spread would take several times as long.
      if (leaf.kind === 'file') nodes.push({ kind: 'file', id, name, path, depth, parent, end, file: leaf.file })
      else nodes.push({ kind: 'deletion', id, name, path, depth, parent, end, opaque: leaf.opaque })
      if (!node || leaf.kind !== 'file') continue
      node.files++
      node.bytes += leaf.file.size
    }
    if (!node) return
    node.end = nodes.length
    if (!parent) return
    parent.files += node.files
    parent.bytes += node.bytes
  }
}

const upwards = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
const downwards = (a: { name: string }, b: { name: string }) => upwards(b, a)
