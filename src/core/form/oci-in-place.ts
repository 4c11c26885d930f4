import { plainPath } from '../image/files'
import type { Payload } from '../image/model'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { endOfArchive } from '../tar/write'
import type { Edit } from './edit'
import { listed, relinkedList, renamedBlobs } from './manifest-json'
import { json, ociLayoutFile } from './oci-json'
import { emptiedEntry, fileParts, refilledEntry, rewritten, type Part } from './parts'
import { relinkedTree, type OciArchive, type Replacement } from './relinked-tree'
import { endsInZeros, undoIn, undoParts } from './undo'

/**
 * An OCI layout edited in place: kept entries stay byte for byte, emptied ones lose their payload, and manifests whose layers
 * are relinked are rewritten together with the indexes above them. What is missing for every engine is added at the end.
 */
export async function* ociInPlace(archive: OciArchive, edit: Edit): AsyncGenerator<Part> {
  const { tar } = archive
  const replaced = await relinkedTree(archive, edit)
  const renamed = renamedBlobs(archive, edit)
  const emptied = payloadsByEntry(edit.emptied)
  const manifestJson = rootMember(tar, 'manifest.json')
  if (manifestJson && edit.descriptors.size > 0) {
    const bytes = json(await relinkedList(archive, manifestJson, edit, renamed))
    replaced.set(manifestJson, { name: 'manifest.json', bytes })
  }

  // Once manifests are rewritten, there is no way back to the bytes that they had.
  const undoable = edit.undo && edit.descriptors.size === 0
  const before = await undoIn(tar)

  yield* rewritten(tar, (entry) => {
    const replacement = replaced.get(entry)
    if (replacement) return replacedParts(tar, entry, replacement)
    if (entry === before?.entry) return undoable ? undefined : []
    const payloads = emptied.get(entry)
    return payloads && emptiedParts(tar, entry, payloads, renamed)
  })
  const added = new Map<string, Uint8Array<ArrayBuffer>>()
  if (!rootMember(tar, 'oci-layout')) added.set('oci-layout', ociLayoutFile)
  if (!manifestJson) added.set('manifest.json', json(listed(archive.images, edit, renamed)))
  for (const [name, bytes] of added) yield* fileParts(name, bytes)
  if (undoable && !before) yield* undone(archive, replaced, [...added.keys()])
  yield endOfArchive
}

/** What keeps its name keeps its header. */
const replacedParts = (tar: TarIndex, entry: Entry, { name, bytes }: Replacement) =>
  name === plainPath(entry.name) ? refilledEntry(tar, entry, bytes) : fileParts(name, bytes)

/** What it takes to undo all but the emptied layers; nothing where nothing else was done. */
async function* undone(
  { tar, oci }: OciArchive,
  replaced: ReadonlyMap<Entry, Replacement>,
  added: readonly string[],
): AsyncGenerator<Part> {
  const ends = tar.end.endBlocks && tar.size - tar.end.end === endOfArchive.length
  if (!replaced.has(oci.root.entry) && added.length === 0 && ends) return
  const bytes = await tar.read(oci.root.entry)
  const index = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  yield* undoParts({
    ...(replaced.has(oci.root.entry) ? { index } : {}),
    added,
    ...((await endsInZeros(tar)) ? { size: tar.size } : {}),
  })
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
  if (newNames.length < payloads.length) yield* emptiedEntry(tar, entry)
  for (const name of newNames) yield* fileParts(name, new Uint8Array())
}

const rootMember = ({ entries }: TarIndex, name: string): Entry | undefined =>
  entries.findLast((entry) => entry.type === 'file' && plainPath(entry.name) === name)
