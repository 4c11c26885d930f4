import type { Saved } from '../model/job'
import { download } from './download'
import { downloadable } from './downloadable'
import type { OnWritten, Output, Save } from './output'
import { pickFile } from './picker'
import { orNoFile, readingFrom, writeFile } from './write'

/** Call it within a click: a picker may open. Throws AbortError when the user cancels, there or later. */
export async function save(output: Output, { gzip, onProgress, signal }: Save): Promise<Saved> {
  const { name, source, make, forget } = output
  const handle = await pickFile(name)
  const write = async (): Promise<Saved> => {
    const blob = await make(onProgress, signal)
    const onWritten: OnWritten = (bytes) => onProgress(bytes, blob.size)
    if (handle) {
      await writeFile(handle, blob, gzip, onWritten, signal)
      forget?.()
      return 'file'
    }
    const ready = await downloadable(blob, gzip, onWritten, signal)
    // It was laid down anew: what it was made of is needed no more.
    if (ready.blob !== blob) forget?.()
    download(ready.blob, name, ready.forget ?? forget)
    return 'download'
  }
  try {
    return await readingFrom(source, () => (handle ? orNoFile(handle, write) : write()))
  } catch (thrown) {
    forget?.()
    throw thrown
  }
}
