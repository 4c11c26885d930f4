import { passing } from '../../compression/chunks'
import type { EditNote, Placed } from '../../delta/note'
import { NOTE_LIMIT } from '../../delta/parse-note'
import { assemble } from '../../form/assemble'
import { layerDescriptor } from '../../form/descriptor'
import { undescribedLayers } from '../../form/docker-to-oci'
import type { Edit } from '../../form/edit'
import { ociLayoutParts } from '../../form/oci-layout'
import { resizedBlocks, resizedEntry, rewritten, sizeOf, type Part } from '../../form/parts'
import { blobPath } from '../../image/digest'
import { plainPath } from '../../image/files'
import type { ImageArchive, Payload } from '../../image/model'
import { indexTar, keptBytes, type TarIndex } from '../../tar/index'
import { BlobSource } from '../../tar/source'
import type { Entry } from '../../tar/walk'
import { fileHeader } from '../../tar/write'
import { digestsOf } from '../digests'
import type { CompactPlan, Item } from './plan'
import { areBytesOf } from './same-bytes'

type Bytes = Uint8Array<ArrayBuffer>

/** What travels of the archive itself, and how it gets back what it lacks. */
export interface Frame {
  readonly bytes: Blob
  /** Items that have no place are in the frame as they are. */
  readonly placed: ReadonlyMap<Item, Placed>
}

/** @param sizes of the items' bytes, as they are put back. */
export const makeFrame = (
  archive: ImageArchive,
  plan: Pick<CompactPlan, 'frame' | 'items'>,
  sizes: ReadonlyMap<Item, number>,
) => (plan.frame === 'own' ? ownFrame(archive, plan.items) : universalFrame(archive, plan.items, sizes))

/** The archive with its entries emptied, and every other byte as it was. */
async function ownFrame({ tar }: ImageArchive, items: readonly Item[]): Promise<Frame> {
  const meant = await filledAgain(tar, items)
  const placed = new Map<Item, { edits: EditNote[]; fills: number[] }>()
  const parts: Part[] = []
  let at = 0

  async function* emptied(entry: Entry, item: Item): AsyncGenerator<Part> {
    const before = await headerOf(tar, entry)
    const after = resizedBlocks(before.slice(), entry, 0) ?? fileHeader(entry.name, 0)
    const place = placed.get(item) ?? { edits: [], fills: [] }
    placed.set(item, place)
    place.edits.push(...differences(after, before, at))
    place.fills.push(at + after.length)
    yield after
  }

  const instead = (entry: Entry) => {
    const item = meant.get(entry)
    return item && emptied(entry, item)
  }
  for await (const part of rewritten(tar, instead, tar.size)) {
    parts.push(part)
    at += sizeOf(part)
  }
  return { bytes: await assemble(each(parts)), placed }
}

/** Entries to be emptied, each with what fills it again. */
async function filledAgain(tar: TarIndex, items: readonly Item[]): Promise<ReadonlyMap<Entry, Item>> {
  const meant = new Map<Entry, Item>()
  for (const item of items)
    for (const { entry, copies } of item.payloads)
      for (const one of entry ? [entry, ...copies] : [])
        if ((await isRegular(tar, one)) && (await isSameAs(item, tar, one))) meant.set(one, item)
  return meant
}

/** Another entry of one name may hold other bytes, and so may one that is called the same layer and is damaged. */
async function isSameAs({ payloads: [first], stored }: Item, tar: TarIndex, entry: Entry): Promise<boolean> {
  if (entry === first?.entry) return true
  return areBytesOf(stored.blob, passing(keptBytes(tar).slice(entry.start, entry.start + entry.size)))
}

/** Whether an entry can be told by its header: zeros fill its last block, and the header is none of the very long ones. */
async function isRegular(tar: TarIndex, { at, start, size, next }: Entry): Promise<boolean> {
  if (next > tar.size || start - at > NOTE_LIMIT.edit) return false
  if (next === start + size) return true
  const rest = await tar.read({ start: start + size, size: next - start - size })
  return rest.every((byte) => byte === 0)
}

/** The archive as every engine loads it, with packed layers described as plain ones. */
async function universalFrame(
  archive: ImageArchive,
  items: readonly Item[],
  sizes: ReadonlyMap<Item, number>,
): Promise<Frame> {
  const bytes = await assemble(ociLayoutParts(archive, await editFor(archive, items, sizes)))
  const tar = await indexTar(new BlobSource(bytes, archive.tar.name))
  const byName = new Map<string, Item>()
  for (const item of items)
    for (const payload of item.payloads) {
      byName.set(blobPath(payload.diffId), item)
      if (item.kind === 'blob' || payload.encoding === 'tar') byName.set(plainPath(payload.path), item)
    }
  const placed = new Map<Item, { edits: EditNote[]; fills: number[] }>()
  for (const entry of tar.entries) {
    const item = entry.type === 'file' && entry.size === 0 ? byName.get(plainPath(entry.name)) : undefined
    const after = item && (await resizedEntry(tar, entry, sizes.get(item) ?? 0))
    if (!item || !after) continue
    const place = placed.get(item) ?? { edits: [], fills: [] }
    placed.set(item, place)
    place.edits.push(...differences(await headerOf(tar, entry), after, entry.at))
    place.fills.push(entry.start)
  }
  return { bytes, placed }
}

async function editFor(archive: ImageArchive, items: readonly Item[], sizes: ReadonlyMap<Item, number>): Promise<Edit> {
  const emptied = new Set<Payload>(items.flatMap(({ payloads }) => payloads))
  const kept = undescribedLayers(archive).filter((payload) => !emptied.has(payload))
  const digests = await digestsOf(archive, kept)
  const descriptors = new Map(
    [...digests].map(([payload, digest]) => [payload, layerDescriptor(payload, digest, 'oci')]),
  )
  for (const item of items)
    for (const payload of item.kind === 'blob' ? [] : item.payloads.filter(({ encoding }) => encoding !== 'tar')) {
      const plain = { ...payload, encoding: 'tar', size: sizes.get(item) ?? 0 } as const
      descriptors.set(payload, layerDescriptor(plain, payload.diffId, 'oci'))
    }
  return { emptied, descriptors, baseNames: new Map(), undo: false, unlisted: new Set() }
}

const headerOf = async (tar: TarIndex, { at, start }: Entry): Promise<Bytes> =>
  (await tar.read({ start: at, size: start - at })).slice()

/** Equal bytes between two differences that are worth an edit of their own. */
const APART = 64

/** What turns one header into another. Of another length it is all of it. */
export function differences(from: Uint8Array, to: Uint8Array, at: number): EditNote[] {
  if (from.length !== to.length) return [{ at, length: from.length, hex: hexOf(to) }]
  const edits: { start: number; end: number }[] = []
  for (let place = 0; place < from.length; place++) {
    if (from[place] === to[place]) continue
    const last = edits.at(-1)
    if (last && place - last.end < APART) last.end = place + 1
    else edits.push({ start: place, end: place + 1 })
  }
  return edits.map(({ start, end }) => ({ at: at + start, length: end - start, hex: hexOf(to.subarray(start, end)) }))
}

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function* each(parts: readonly Part[]) {
  yield* parts
}
