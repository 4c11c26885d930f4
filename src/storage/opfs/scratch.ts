import { UnnamedError } from '../../core/errors'
import { SpoolKeeper } from './spool-keeper'

/** One for the page: what it holds is this page's until it is closed. */
export const spools = new SpoolKeeper()

/** A file of the origin's own for a while. */
export interface Scratch {
  readonly handle: FileSystemFileHandle
  readonly release: () => void
}

/**
 * A new file of the origin's own; undefined where a browser has none.
 * @param bytes that it must take, where they are known: too little room is said before anything is written.
 */
export async function scratchFile(bytes = 0): Promise<Scratch | undefined> {
  const folder = await spools.folder()
  if (!folder) return undefined
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
  const found = quota - usage
  if (bytes > found)
    throw new UnnamedError((file) => ({ code: 'out-of-space', facts: { file, expected: bytes, found } }))
  const name = await spools.claim()
  return {
    handle: await folder.getFileHandle(name, { create: true }),
    release: () => void spools.release(name),
  }
}
