import { newName } from '../names'
import { lockOf, SPOOL_FOLDER } from '../spool-names'

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

  async release(name: string): Promise<void> {
    this.#releases.get(name)?.()
    this.#releases.delete(name)
    await (await this.folder())?.removeEntry(name).catch(() => {})
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
