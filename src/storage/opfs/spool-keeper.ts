import { newName } from '../new-name'
import { lockOf, SPOOL_FOLDER } from './names'

/** Holds on to the spools of this page, and clears away what pages that are gone left behind. */
export class SpoolKeeper {
  readonly #releases = new Map<string, () => void>()

  /** A name that is this page's own until it is released. */
  async claim(): Promise<string> {
    const name = newName()
    if (!navigator.locks) return name
    await new Promise<void>((claimed) => {
      void navigator.locks.request(lockOf(name), () => {
        claimed()
        return new Promise<void>((release) => this.#releases.set(name, release))
      })
    })
    return name
  }

  /** A worker that was ended lets go of its file a moment later, so that it is tried again; until then the name stays claimed. */
  async release(name: string): Promise<void> {
    const spools = await this.folder()
    for (let tries = 0; spools && tries < MOST_TRIES && !(await isRemoved(spools, name)); tries++)
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS))
    this.#releases.get(name)?.()
    this.#releases.delete(name)
  }

  /** A lock that can be had at once belongs to nobody: its page was closed, or has crashed. */
  async clearAbandoned(): Promise<void> {
    const spools = await this.folder()
    if (!spools || !navigator.locks) return
    for await (const name of spools.keys())
      await navigator.locks.request(lockOf(name), { ifAvailable: true }, (lock) =>
        lock ? spools.removeEntry(name).catch(() => {}) : undefined,
      )
  }

  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      const root = await navigator.storage.getDirectory()
      return await root.getDirectoryHandle(SPOOL_FOLDER, { create: true })
    } catch {
      // No such file system here, or not for this origin.
      return undefined
    }
  }
}

/** An ended worker's file can be removed at once, or in some seconds where it was at one long step. */
const TRY_EVERY_MS = 50
const MOST_TRIES = 200

/** Whether no file of that name is left. */
const isRemoved = (folder: FileSystemDirectoryHandle, name: string) =>
  folder.removeEntry(name).then(
    () => true,
    (thrown: unknown) => thrown instanceof DOMException && thrown.name === 'NotFoundError',
  )
