import type { Descriptor } from '../image/descriptor'
import { blobPath } from '../image/digest'
import { plainPath } from '../image/files'
import type { ImageArchive } from '../image/model'
import type { OciChild, OciIndex, OciNode } from '../image/oci'
import type { Entry } from '../tar/walk'
import type { CheckedBlob } from './checked'
import { judgeBlob } from './judged'
import { digestOfName, layersByEntry, type HashedByStart } from './to-hash'

/** In the order in which they stand; those that are named and absent at the end. */
export function blobsOf(archive: ImageArchive, hashed: HashedByStart): CheckedBlob[] {
  const { tar, images, oci } = archive
  const layers = layersByEntry(archive)
  const configs = new Set(images.map(({ config }) => config))
  const told = oci ? toldIn(oci.root) : new Map<string, Told>()
  const there = new Set<string>()
  const blobs: CheckedBlob[] = []
  for (const entry of tar.entries) {
    const digest = digestOfName(entry.name)
    if (entry.type !== 'file' || digest === undefined || layers.has(entry) || configs.has(entry)) continue
    // An emptied layer of an image is told with the image; the empty blob is whole without a byte.
    if (entry.size === 0) continue
    const path = plainPath(entry.name)
    const { kind, descriptors } = told.get(path) ?? { kind: 'blob', descriptors: [] }
    there.add(path)
    blobs.push({ kind, digest, ...placed(entry), state: judgeBlob(entry, descriptors, hashed) })
  }
  const lost = oci ? attested(oci.root).filter(({ digest }) => !isThere(archive, there, blobPath(digest))) : []
  return [...blobs, ...lost.map(absent)]
}

const placed = ({ name, start, size }: Entry) => ({ entry: name, offset: start, size })

const absent = ({ digest }: Descriptor): CheckedBlob => ({
  kind: 'blob',
  digest,
  entry: blobPath(digest),
  offset: undefined,
  size: 0,
  state: { kind: 'absent' },
})

const isThere = ({ tar }: ImageArchive, known: ReadonlySet<string>, path: string) =>
  known.has(path) || tar.entries.some(({ name }) => plainPath(name) === path)

interface Told {
  readonly kind: CheckedBlob['kind']
  readonly descriptors: readonly Descriptor[]
}

/** What the tree says of its blobs, by their paths. */
function toldIn(root: OciIndex): Map<string, Told> {
  const told = new Map<string, Told>()
  const tell = (kind: Told['kind'], descriptor: Descriptor): void => {
    const path = blobPath(descriptor.digest)
    told.set(path, { kind, descriptors: [...(told.get(path)?.descriptors ?? []), descriptor] })
  }
  for (const { descriptor, node } of childrenOf(root)) {
    if (node.kind === 'absent') continue
    tell(kindOf(node), descriptor)
    for (const part of partsOf(node)) tell('blob', part)
  }
  return told
}

/** What attestations and the like that are there are made of. */
const attested = (root: OciIndex): Descriptor[] =>
  childrenOf(root).flatMap(({ node }) => (node.kind === 'artifact' ? partsOf(node) : []))

function kindOf(node: OciNode): Told['kind'] {
  if (node.kind === 'index' || node.kind === 'manifest') return node.kind
  return node.kind === 'artifact' && node.blobs.length > 0 ? 'manifest' : 'blob'
}

function partsOf(node: OciNode): readonly Descriptor[] {
  if (node.kind === 'artifact') return node.blobs
  return node.kind === 'manifest' ? [node.config, ...node.layers] : []
}

/** Each index once, however many lead to it. */
function childrenOf(root: OciIndex): OciChild[] {
  const seen = new Set<OciIndex>()
  const visit = (index: OciIndex): OciChild[] => {
    if (seen.has(index)) return []
    seen.add(index)
    return index.children.flatMap((child) => [child, ...(child.node.kind === 'index' ? visit(child.node) : [])])
  }
  return visit(root)
}
