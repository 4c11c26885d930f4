import type { LayerContents, LayerFile } from './contents'

/** In what a file differs from the one that it replaces, by their headers. Bytes are not compared. */
export type Difference = 'type' | 'size' | 'mode' | 'owner' | 'time' | 'link'

/** What of the layers below can't be seen any more: it stays in the image all the same. */
export interface Hidden {
  readonly files: number
  readonly bytes: number
}

/** A path that the layers below have too. */
export interface Replaced {
  /** Undefined: a folder that no header speaks of, only paths through it. */
  readonly was: LayerFile | undefined
  readonly differs: readonly Difference[]
  readonly hides: Hidden
}

/** What a layer does to the layers below. Whatever it has and is not here, it adds. */
export interface Comparison {
  readonly replaced: ReadonlyMap<string, Replaced>
  readonly deleted: ReadonlyMap<string, Hidden>
  readonly opaque: ReadonlyMap<string, Hidden>
}

/** One file, by however many names: hardlinks share it. */
interface Inode {
  readonly file: LayerFile
  names: number
}

interface Standing {
  inode: Inode | undefined
  /** Of a folder. */
  children: Map<string, Standing> | undefined
}

const NOTHING: Hidden = { files: 0, bytes: 0 }

/**
 * The files that stand after some layers, from the bottom up (OCI image-spec, "Applying Changesets"). Paths are taken as they are
 * written: one that leads through a symlink of a lower layer is not followed.
 */
export class Below {
  readonly #root: Standing = { inode: undefined, children: new Map() }

  /** Puts the next layer on top. */
  apply(layer: LayerContents): Comparison {
    const replaced = new Map<string, Replaced>()
    for (const file of layer.files.values()) {
      const standing = this.#at(file.path)
      if (!standing) continue
      const was = standing.inode?.file
      const differs = differences(standing, this.#resolved(file, layer))
      const stays = file.type === 'folder' && standing.children !== undefined
      replaced.set(file.path, { was, differs, hides: stays ? NOTHING : this.#remove(file.path) })
    }
    // Whiteouts hide what is below, never what their own layer brings: so they go first, wherever they stand in the tar.
    const deleted = new Map([...layer.deleted].map((path) => [path, this.#remove(path)]))
    const opaque = new Map([...layer.opaque].map((folder) => [folder, this.#empty(folder)]))
    for (const file of layer.files.values()) this.#put(file)
    return { replaced, deleted, opaque }
  }

  #at(path: string): Standing | undefined {
    let at: Standing | undefined = this.#root
    if (path === '') return at
    for (const part of path.split('/')) at = at?.children?.get(part)
    return at
  }

  #put(file: LayerFile): void {
    const parts = file.path.split('/')
    const name = parts.pop()!
    let folder = this.#root.children!
    for (const part of parts) {
      const next = folder.get(part)
      if (next?.children) folder = next.children
      else folder.set(part, { inode: undefined, children: (folder = new Map<string, Standing>()) })
    }
    const linked = file.type === 'hardlink' ? this.#at(file.link)?.inode : undefined
    if (linked) linked.names++
    const inode = linked ?? { file, names: 1 }
    const children = file.type === 'folder' ? (folder.get(name)?.children ?? new Map<string, Standing>()) : undefined
    folder.set(name, { inode, children })
  }

  #remove(path: string): Hidden {
    const slash = path.lastIndexOf('/')
    const siblings = this.#at(path.slice(0, Math.max(0, slash)))?.children
    const name = path.slice(slash + 1)
    const standing = siblings?.get(name)
    siblings?.delete(name)
    return standing ? hidden([standing]) : NOTHING
  }

  #empty(path: string): Hidden {
    const children = this.#at(path)?.children
    if (!children) return NOTHING
    const gone = hidden([...children.values()])
    children.clear()
    return gone
  }

  /** What a hardlink names, so that a file is compared with a file, whatever the writer made of its second name. */
  #resolved(file: LayerFile, layer: LayerContents): LayerFile {
    if (file.type !== 'hardlink') return file
    return layer.files.get(file.link) ?? this.#at(file.link)?.inode?.file ?? file
  }
}

/** Takes a name away from everything in there, and counts the files that have none left. */
function hidden(waiting: Standing[]): Hidden {
  let files = 0
  let bytes = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const child of next.children?.values() ?? []) waiting.push(child)
    if (!next.inode || next.children || --next.inode.names > 0) continue
    files++
    bytes += next.inode.file.size
  }
  return { files, bytes }
}

function differences({ inode, children }: Standing, now: LayerFile): Difference[] {
  if ((children !== undefined) !== (now.type === 'folder')) return ['type']
  const was = inode?.file
  if (!was) return []
  if (was.type !== now.type) return ['type']
  const same: Record<Exclude<Difference, 'type'>, boolean> = {
    size: was.size === now.size,
    // Nothing asks for a symlink's mode, and a folder's time only tells that something in it changed.
    mode: was.mode === now.mode || now.type === 'symlink',
    owner: Object.is(was.uid, now.uid) && Object.is(was.gid, now.gid),
    time: Object.is(Math.floor(was.mtime), Math.floor(now.mtime)) || now.type === 'folder',
    link: was.link === now.link,
  }
  return DIFFERENCES.filter((name) => !same[name])
}

const DIFFERENCES = ['size', 'mode', 'owner', 'time', 'link'] as const
