import { filesOf, plainPath } from '../image/files'
import type { ImageArchive, Payload } from '../image/model'
import type { Entry } from '../tar/walk'
import { endOfArchive } from '../tar/write'
import { assemble } from './assemble'
import { fileParts, refilledEntry, rewritten, type Part } from './parts'
import { undoIn, withTail, type Undo } from './undo'

/**
 * The archive with its layers in their places again, and with what else was done to it undone, as far as it says what that was.
 * @param bytes of the layers that it lacks.
 */
export async function filled(archive: ImageArchive, bytes: ReadonlyMap<Payload, Blob>): Promise<Blob> {
  const undo = await undoIn(archive.tar)
  const members = (end: Uint8Array<ArrayBuffer>) => assemble(filledParts(archive, bytes, undo, end))
  const whole = undo?.size === undefined ? undefined : withTail(await members(new Uint8Array()), undo.size)
  return whole ?? members(endOfArchive)
}

/** @param end what is to stand behind the members, where they are others than before. */
async function* filledParts(
  { tar, oci }: ImageArchive,
  bytes: ReadonlyMap<Payload, Blob>,
  undo: (Undo & { readonly entry: Entry }) | undefined,
  end: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Part> {
  const inPlace = new Map<Entry, Blob>()
  const absent = new Map<string, Blob>()
  for (const [{ entry, copies, path }, blob] of bytes)
    if (entry) for (const one of [entry, ...copies]) inPlace.set(one, blob)
    else absent.set(plainPath(path), blob)
  const added = new Set(undo?.added)
  const lists = new Map([
    [oci?.root.entry, undo?.index],
    [undo?.list === undefined ? undefined : filesOf(tar).find('manifest.json'), undo?.list],
  ])

  yield* rewritten(
    tar,
    (entry) => {
      if (entry === undo?.entry || added.has(plainPath(entry.name))) return []
      const list = lists.get(entry)
      if (list !== undefined) return refilledEntry(tar, entry, new TextEncoder().encode(list))
      const blob = inPlace.get(entry)
      return blob && refilledEntry(tar, entry, blob)
    },
    undo || absent.size > 0 ? undefined : tar.size,
  )
  for (const [name, blob] of absent) yield* fileParts(name, blob)
  if (undo || absent.size > 0) yield end
}
