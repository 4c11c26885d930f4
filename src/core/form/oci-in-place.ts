import { filesOf, plainPath, slashed } from '../image/files'
import { readFirstJson } from '../image/json'
import type { ImageArchive, Payload } from '../image/model'
import { keptBytes, type TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { endOfArchive } from '../tar/write'
import type { Edit } from './edit'
import { newList, relinkedList, renamedBlobs } from './manifest-json'
import { json, ociLayoutFile } from './oci-json'
import { emptiedEntry, fileParts, refilledEntry, rewritten, type Part } from './parts'
import { relinkedTree, type OciArchive, type Replacement } from './relinked-tree'
import { endsInZeros, undoIn, undoParts } from './undo'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * An OCI layout edited in place: kept entries stay byte for byte, emptied ones lose their payload, and manifests whose layers
 * are relinked are rewritten together with the indexes above them. What is missing for every engine is added at the end.
 */
export async function* ociInPlace(archive: OciArchive, edit: Edit): AsyncGenerator<Part> {
  const { tar } = archive
  const { blobs, index } = await relinkedTree(archive, edit)
  const renamed = renamedBlobs(archive, edit)
  const last = lastByName(tar)
  const list = await listOfImages(archive, edit, renamed)
  const isNew = !last.has('manifest.json')
  const roots = new Map<string, Bytes>([
    ...(index ? [['index.json', index] as const] : []),
    ...(list && !isNew ? [['manifest.json', list] as const] : []),
  ])
  const emptied = payloadsByEntry(edit.emptied)
  const copies = new Set([...edit.emptied].flatMap((payload) => payload.copies))
  const stale = staleCopies(tar, blobs.keys())
  const undoable = edit.undo && edit.descriptors.size === 0 && isPlain(tar)
  const before = await undoIn(tar)

  yield* rewritten(tar, (entry) => {
    const root = roots.get(plainPath(slashed(entry.name)))
    if (root && entry.type !== 'directory') return rootParts(tar, last, entry, root)
    if (entry === before?.entry) return undoable ? undefined : []
    if (stale.has(entry)) return []
    const replacement = blobs.get(entry)
    if (replacement) return replacementParts(archive, entry, replacement)
    const payloads = emptied.get(entry)
    if (payloads) return emptiedParts(tar, entry, payloads, renamed)
    // What engines would unpack over it is empty.
    return copies.has(entry) ? emptiedEntry(tar, entry) : slashedParts(tar, entry)
  })
  const added = new Map<string, Bytes>()
  if (!last.has('oci-layout')) added.set('oci-layout', ociLayoutFile)
  if (list && isNew) added.set('manifest.json', list)
  for (const [name, bytes] of added) yield* fileParts(name, bytes)
  if (undoable && !before) yield* undone(tar, [...roots.keys()], [...added.keys()])
  yield endOfArchive
}

/** Where a manifest goes by another name, what stood under its old name before it would come to light. */
function staleCopies(tar: TarIndex, replaced: Iterable<Entry>): ReadonlySet<Entry> {
  const files = filesOf(tar)
  return new Set([...replaced].flatMap((entry) => files.copiesOf(entry)))
}

/** Whether nothing but layers and the lists of images is written anew. Once manifests are, there is no way back to the bytes that they had. */
const isPlain = (tar: TarIndex): boolean =>
  !tar.entries.some(isLeaning) &&
  ['index.json', 'manifest.json'].every((name) => {
    const named = tar.entries.filter((entry) => entry.type !== 'directory' && plainPath(slashed(entry.name)) === name)
    return named.length <= 1 && named.every(({ type }) => type === 'file')
  })

/** What it takes to undo all but the emptied layers; nothing where nothing else was done, or it could not be undone. */
async function* undone(tar: TarIndex, written: readonly string[], added: readonly string[]): AsyncGenerator<Part> {
  const ends = tar.end.endBlocks && tar.size - tar.end.end === endOfArchive.length
  if (written.length === 0 && added.length === 0 && ends) return
  const index = written.includes('index.json') ? await textOf(tar, 'index.json') : undefined
  const list = written.includes('manifest.json') ? await textOf(tar, 'manifest.json') : undefined
  if (written.length > Number(index !== undefined) + Number(list !== undefined)) return
  const size = (await endsInZeros(tar)) ? tar.size : undefined
  yield* undoParts({
    ...(index === undefined ? {} : { index }),
    ...(list === undefined ? {} : { list }),
    added,
    ...(size === undefined ? {} : { size }),
  })
}

/** What a member holds, byte order mark and all; undefined where it would not come back as the same bytes. */
async function textOf(tar: TarIndex, name: string): Promise<string | undefined> {
  const entry = filesOf(tar).find(name)
  if (!entry) return undefined
  const bytes = await tar.read(entry)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const again = new TextEncoder().encode(text)
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]) ? text : undefined
}

/** manifest.json, where there is none, or a link that leads nowhere, or where it is to be another. */
async function listOfImages({ tar, images }: ImageArchive, edit: Edit, renamed: ReadonlyMap<Payload, string>) {
  const entry = filesOf(tar).find('manifest.json')
  if (!entry) return json(newList(images, edit, renamed))
  const list = relinkedList(images, edit, renamed)
  const { json: before, odd } = await readFirstJson(tar, entry)
  const isSame = JSON.stringify(before) === JSON.stringify(list) && odd === undefined
  return isSame ? undefined : json(list)
}

/** The last of a name counts; the others, and links, would only speak of what was. What keeps its name keeps its header. */
function rootParts(tar: TarIndex, last: ReadonlyMap<string, Entry>, entry: Entry, bytes: Bytes) {
  const name = plainPath(slashed(entry.name))
  if (last.get(name) !== entry) return []
  return entry.type === 'file' && plainPath(entry.name) === name
    ? refilledEntry(tar, entry, bytes)
    : fileParts(name, bytes)
}

const lastByName = ({ entries }: TarIndex) =>
  new Map(entries.filter(({ type }) => type !== 'directory').map((entry) => [plainPath(slashed(entry.name)), entry]))

/** What is no image may be made of the old one. */
function* replacementParts({ tar, artifacts }: ImageArchive, entry: Entry, { name, bytes }: Replacement) {
  if (artifacts.some((artifact) => artifact.entry === entry))
    yield* fileParts(plainPath(slashed(entry.name)), bytesOf(tar, entry))
  yield* fileParts(name, bytes)
}

/** An entry that was empty before may stand for several layers. */
function payloadsByEntry(payloads: Iterable<Payload>): Map<Entry, Payload[]> {
  const byEntry = new Map<Entry, Payload[]>()
  for (const payload of payloads) {
    if (!payload.entry) continue
    const known = byEntry.get(payload.entry)
    if (known) known.push(payload)
    else byEntry.set(payload.entry, [payload])
  }
  return byEntry
}

async function* emptiedParts(
  tar: TarIndex,
  entry: Entry,
  payloads: readonly Payload[],
  renamed: ReadonlyMap<Payload, string>,
): AsyncGenerator<Part> {
  const newNames = payloads.flatMap((payload) => renamed.get(payload) ?? [])
  if (newNames.length < payloads.length)
    yield* isLeaning(entry) ? fileParts(plainPath(slashed(entry.name)), new Uint8Array()) : emptiedEntry(tar, entry)
  for (const name of newNames) yield* fileParts(name, new Uint8Array())
}

/** Blobs are found by their slashes on every system but one. */
const slashedParts = (tar: TarIndex, entry: Entry) =>
  isLeaning(entry) ? fileParts(plainPath(slashed(entry.name)), bytesOf(tar, entry)) : undefined

const isLeaning = ({ name, type }: Entry) =>
  type === 'file' && /^(?:\.[\\/])?blobs[\\/]/.test(name) && name.includes('\\')

const bytesOf = (tar: TarIndex, { start, size }: Entry) => keptBytes(tar).slice(start, start + size)
