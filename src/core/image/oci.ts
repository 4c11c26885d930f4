import { ArchiveError, type Fault } from '../errors'
import type { Entry } from '../tar/walk'
import type { Descriptor, Platform } from './descriptor'
import type { JsonObject, ReadJson } from './json'
import type { ArtifactKind } from './kind'

/** An OCI layout's tree, from index.json down (OCI image-spec, "Image Layout", "Image Index", "Image Manifest"). */
export interface OciLayout {
  readonly root: OciIndex
  /** What stands around index.json that not every engine takes. */
  readonly odd?: ReadJson['odd']
}

export interface OciIndex {
  readonly kind: 'index'
  readonly entry: Entry
  readonly json: JsonObject
  readonly children: readonly OciChild[]
}

export interface OciManifest {
  readonly kind: 'manifest'
  readonly entry: Entry
  readonly json: JsonObject
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

/** What is no image and travels as it is: signatures, charts, documents. */
export interface OciArtifact {
  readonly kind: 'artifact'
  readonly what: ArtifactKind
  readonly entry: Entry
  /** Whether engines take it for a manifest, by the type that the index gives it. */
  readonly walked: boolean
  /** Everything that it is made of, beside its own blob. */
  readonly blobs: readonly Descriptor[]
  /** The digest of the manifest that it speaks of, where it says so. */
  readonly subject: string | undefined
}

/** Where there is no sense in a blob that should be a manifest, or in an item of an index: the rest is read all the same. */
export interface OciUnreadable {
  readonly kind: 'unreadable'
  readonly fault: Fault
}

/** A descriptor of an index, and what it leads to: `absent` where the archive lacks the blob. */
export interface OciChild {
  /** Its place in the index's list. */
  readonly at: number
  readonly json: JsonObject
  readonly descriptor: Descriptor
  readonly platform: Platform | undefined
  readonly node: OciNode
}

export type OciNode = OciIndex | OciManifest | OciArtifact | OciUnreadable | { readonly kind: 'absent' }

const MOST_PATHS = 100_000

/** Every node of the tree below the indexes, as often as it is named, with the descriptors that lead to it. */
export function* leavesOf(root: OciIndex, file: string): Generator<readonly [OciNode, OciChild[]]> {
  let visits = 0
  function* visit(index: OciIndex, above: readonly OciChild[]): Generator<readonly [OciNode, OciChild[]]> {
    for (const child of index.children) {
      // Indexes that name each other's copies over and over can stand for more paths than there is time.
      if (++visits > MOST_PATHS) throw new ArchiveError('nested-too-deep', { file, entry: index.entry.name })
      const path = [...above, child]
      if (child.node.kind === 'index') yield* visit(child.node, path)
      else yield [child.node, path]
    }
  }
  yield* visit(root, [])
}

/** Every image manifest of the tree once, with the index descriptors that lead to it. */
export function manifestsOf(root: OciIndex, file: string): Map<OciManifest, OciChild[][]> {
  const found = new Map<OciManifest, OciChild[][]>()
  for (const [node, path] of leavesOf(root, file)) {
    if (node.kind !== 'manifest') continue
    const paths = found.get(node)
    if (paths) paths.push(path)
    else found.set(node, [path])
  }
  return found
}

/** What of the tree is no image, each blob once. */
export function artifactsOf(root: OciIndex, file: string): OciArtifact[] {
  const found = new Map<Entry, OciArtifact>()
  for (const [node] of leavesOf(root, file)) if (node.kind === 'artifact') found.set(node.entry, node)
  return [...found.values()]
}
