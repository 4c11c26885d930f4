import type { Saved } from '../model/job'
import { download } from './download'
import { pickFile } from './picker'
import { scratchFile } from '../storage/opfs/scratch'
import { orNoFile, readingFrom, writeFile, zipped, type OnWritten } from './write'

/** How a Blob is to reach the disk. */
export interface SaveRequest {
  readonly name: string
  /** The file that it is made of, as errors name it. */
  readonly source: string
  /** Gzipped on the way out. */
  readonly gzip: boolean
  /** Made only once it is known where it goes. */
  readonly make: () => Promise<Blob>
  /** Told of bytes written, of how many; never where the browser's own downloads do it. */
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Call it within a click: a picker may open. Throws AbortError when the user cancels, there or later. */
export async function save({ name, source, gzip, make, onProgress, signal }: SaveRequest): Promise<Saved> {
  const handle = await pickFile(name)
  const write = async (): Promise<Saved> => {
    const blob = await make()
    const onWritten: OnWritten = (bytes) => onProgress(bytes, blob.size)
    if (handle) {
      await writeFile(handle, blob, gzip, onWritten, signal)
      return 'file'
    }
    const ready = await downloadable(blob, gzip, onWritten, signal)
    download(ready.blob, name, ready.forget)
    return 'download'
  }
  return readingFrom(source, () => (handle ? orNoFile(handle, write) : write()))
}

const SMALL = 256 * 1024 * 1024

/**
 * Firefox reads a Blob of several parts whole into memory when it downloads it, and a Blob that is one file it streams. No
 * feature tells the engines apart; this is the one place that goes by the engine's name.
 */
const mustBeOneFile = (blob: Blob) => blob.size > SMALL && /\bGecko\/|\bFirefox\//.test(navigator.userAgent)

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

/** The bytes in a file of the origin's own, or, where there is none, in a Blob of the browser's. */
export async function laidDown(blob: Blob, gzip: boolean, onWritten: OnWritten, signal: AbortSignal): Promise<Ready> {
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
  for await (const chunk of zipped(blob, onWritten, signal)) parts.push(new Blob([chunk]))
  return { blob: new Blob(parts) }
}
