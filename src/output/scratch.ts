import { SpoolKeeper } from './spool-keeper'

/** One for the page: what it holds is this page's until it is closed. */
export const spools = new SpoolKeeper()

/** A new file of the origin's own; undefined where a browser has none. */
export async function scratchFile(): Promise<FileSystemFileHandle | undefined> {
  const folder = await spools.folder()
  return folder?.getFileHandle(await spools.claim(), { create: true })
}
