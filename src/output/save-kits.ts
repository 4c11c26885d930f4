import type { Saved } from '../model/job'
import { download } from './download'
import { filesOf, writeKit, type Kit, type Making, type PassOn } from './kit'
import type { Save } from './output'
import { pickFolder } from './picker'
import { writeZip, type Member } from './zip'

/** Kits while they are saved, one after the other. */
export interface SaveKits extends Omit<Save, 'gzip'> {
  readonly passOn: PassOn
  /** Told of each as its turn comes. */
  readonly onTurn: (kit: Kit) => void
}

/** What became of several kits. */
export interface SavedKits {
  readonly how: Saved
  /** With what their folders are called: others may have had the names. */
  readonly written: readonly { readonly kit: Kit; readonly folder: string }[]
  readonly failed: readonly { readonly kit: Kit; readonly thrown: unknown }[]
}

/**
 * Each into a folder of its own within the one that the user picks: where one fails, the others are written all the same, and
 * cancelled, those that were written stay. Or all of them as one zip, or none. Call it within a click.
 */
export async function saveKits(kits: readonly Kit[], zipName: string, save: SaveKits): Promise<SavedKits> {
  const picked = await pickFolder()
  const total = bytesOf(kits)
  const makingOf = (kit: Kit): Making => {
    const before = bytesOf(kits.slice(0, kits.indexOf(kit)))
    save.onTurn(kit)
    return { ...save, onMade: save.onProgress, onWritten: (bytes) => save.onProgress(before + bytes, total) }
  }
  if (picked) return inFolder(picked, kits, makingOf)
  const { blob, forget } = await writeZip(allFiles(kits, makingOf), total, save.signal)
  download(blob, zipName, forget)
  return { how: 'download', written: kits.map((kit) => ({ kit, folder: kit.name })), failed: [] }
}

async function inFolder(
  picked: FileSystemDirectoryHandle,
  kits: readonly Kit[],
  makingOf: (kit: Kit) => Making,
): Promise<SavedKits> {
  const written: { kit: Kit; folder: string }[] = []
  const failed: { kit: Kit; thrown: unknown }[] = []
  for (const kit of kits) {
    const making = makingOf(kit)
    try {
      written.push({ kit, folder: await writeKit(picked, kit, making) })
    } catch (thrown) {
      if (!making.signal.aborted) failed.push({ kit, thrown })
      else if (written.length === 0) throw thrown
      else break
    }
  }
  return { how: 'file', written, failed }
}

async function* allFiles(kits: readonly Kit[], makingOf: (kit: Kit) => Making): AsyncGenerator<Member> {
  for (const kit of kits)
    for await (const file of await filesOf(kit, makingOf(kit))) yield { ...file, name: `${kit.name}/${file.name}` }
}

const bytesOf = (kits: readonly Kit[]) => kits.reduce((sum, { bytes }) => sum + bytes, 0)
