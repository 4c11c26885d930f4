import { scratchFile } from '../storage/opfs/scratch'
import { gzipped } from './gzip'
import type { OnWritten } from './output'
import { writeFile } from './write'

/** A Blob, and what is to be called when its bytes are needed no more. */
export interface Ready {
  readonly blob: Blob
  readonly forget?: () => void
}

/** What can be handed to the browser's downloads: a Blob that they stream. */
export const downloadable = async (
  blob: Blob,
  gzip: boolean,
  onWritten: OnWritten,
  signal: AbortSignal,
): Promise<Ready> => (gzip || mustBeOneFile(blob) ? laidDown(blob, gzip, onWritten, signal) : { blob })

const SMALL = 256 * 1024 * 1024

/**
 * Firefox reads a Blob of several parts whole into memory when it downloads it, and a Blob that is one file it streams. No
 * feature tells the engines apart; this is the one place that goes by the engine's name.
 */
const mustBeOneFile = (blob: Blob) => blob.size > SMALL && /\bGecko\/|\bFirefox\//.test(navigator.userAgent)

/** The bytes in a file of the origin's own, or, where there is none, in a Blob of the browser's. */
async function laidDown(blob: Blob, gzip: boolean, onWritten: OnWritten, signal: AbortSignal): Promise<Ready> {
  // Gzipped it is smaller, nobody knows by how much.
  const scratch = await scratchFile(gzip ? 0 : blob.size)
  if (scratch) {
    try {
      await writeFile(scratch.handle, blob, gzip, onWritten, signal)
      return { blob: await scratch.handle.getFile(), forget: scratch.release }
    } catch (thrown) {
      scratch.release()
      throw thrown
    }
  }
  if (!gzip) return { blob }
  const parts: Blob[] = []
  for await (const chunk of gzipped(blob, onWritten, signal)) parts.push(new Blob([chunk]))
  return { blob: new Blob(parts) }
}
