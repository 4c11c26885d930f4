import { plainPath } from '../image/files'
import type { Payload } from '../image/model'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { endOfArchive } from '../tar/write'
import type { Edit } from './edit'
import { listed, relinkedList, renamedBlobs } from './manifest-json'
import { json, ociLayoutFile } from './oci-json'
import { emptiedEntry, fileParts, rewritten, type Part } from './parts'
import { relinkedTree, type OciArchive } from './relinked-tree'

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

  yield* rewritten(tar, (entry) => {
    const replacement = replaced.get(entry)
    if (replacement) return fileParts(replacement.name, replacement.bytes)
    const payloads = emptied.get(entry)
    return payloads && emptiedParts(tar, entry, payloads, renamed)
  })
  if (!rootMember(tar, 'oci-layout')) yield* fileParts('oci-layout', ociLayoutFile)
  if (!manifestJson) yield* fileParts('manifest.json', json(listed(archive.images, edit, renamed)))
  yield endOfArchive
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
