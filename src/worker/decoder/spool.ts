import { ArchiveError } from '../../core/errors'
import type { Sink } from '../../core/compression/sink'
import { SPOOL_FOLDER } from '../../storage/opfs/names'

/** A place for `name`'s bytes: a file of the origin's own, or, where there is none (file://, WebKitGTK), parts held as Blobs. */
export async function openSpool(name: string, file: string): Promise<Sink & { discard(): Promise<void> }> {
  const folder = await spoolFolder()
  return folder ? fileSpool(folder, name, file, await roomLeft()) : blobSpool()
}

async function spoolFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(SPOOL_FOLDER, { create: true })
  } catch {
    return undefined
  }
}

async function roomLeft(): Promise<number> {
  const { quota, usage = 0 } = await navigator.storage.estimate()
  return quota === undefined ? Infinity : quota - usage
}

async function fileSpool(folder: FileSystemDirectoryHandle, name: string, file: string, room: number) {
  const handle = await folder.getFileHandle(name, { create: true })
  const access = await handle.createSyncAccessHandle()
  let written = 0
  let needed = 0
  return {
    expect(bytes: number) {
      needed = Math.max(needed, bytes)
      if (bytes > room) throw new ArchiveError('out-of-space', { file, expected: needed, found: room })
    },
    async write(bytes: Uint8Array) {
      try {
        const taken = access.write(bytes as Uint8Array<ArrayBuffer>, { at: written })
        written += taken
        // A full disk may take some of them, and say nothing.
        if (taken < bytes.length) throw new DOMException('short write', 'QuotaExceededError')
      } catch (cause) {
        if (!(cause instanceof DOMException && cause.name === 'QuotaExceededError')) throw cause
        // Browsers round what they say is there, so that what did fit is the better answer.
        const expected = Math.max(needed, written + bytes.length)
        throw new ArchiveError('out-of-space', { file, expected, found: written }, { cause })
      }
    },
    /** Not flushed: it is gone with the page, and waiting for the disk took a sixth of the time that writing did. */
    async finish() {
      access.close()
      return handle.getFile()
    },
    async discard() {
      access.close()
      await folder.removeEntry(name).catch(() => {})
    },
  }
}

/** Larger than any browser keeps a Blob in memory for, and few enough for tens of gigabytes. */
const PART = 16 * 1024 * 1024

export function blobSpool(): Sink & { discard(): Promise<void> } {
  const parts: Blob[] = []
  let open: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const close = () => {
    parts.push(new Blob(open))
    open = []
    size = 0
  }
  return {
    expect() {},
    async write(bytes) {
      open.push(bytes.slice())
      size += bytes.length
      if (size >= PART) close()
    },
    async finish() {
      close()
      return new Blob(parts)
    },
    async discard() {},
  }
}
