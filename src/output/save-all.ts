import type { Saved } from '../model/job'
import { download } from './download'
import type { Output, Save } from './output'
import { pickFolder } from './picker'
import { readingFrom, writeFile } from './write'
import { zipOf } from './zip'

/**
 * Several files into a folder that the user picks, or as one zip. Call it within a click.
 * @param zipName of the zip that stands for a folder where a browser can't write into one.
 */
export async function saveAll(outputs: readonly Output[], zipName: string, save: Save): Promise<Saved> {
  const { gzip, onProgress, signal } = save
  const folder = await pickFolder()
  const made: { readonly output: Output; readonly blob: Blob }[] = []
  for (const output of outputs) made.push({ output, blob: await output.make(onProgress, signal) })
  if (!folder) {
    const { blob, forget } = await zipOf(made, save)
    download(blob, zipName, forget)
    return 'download'
  }
  const total = made.reduce((sum, { blob }) => sum + blob.size, 0)
  let before = 0
  for (const { output, blob } of made) {
    const handle = await folder.getFileHandle(output.name, { create: true })
    const onWritten = (bytes: number) => onProgress(before + bytes, total)
    await readingFrom(output.source, () => writeFile(handle, blob, gzip, onWritten, signal))
    before += blob.size
  }
  return 'file'
}
