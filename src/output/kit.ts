import type { Saved } from '../model/job'
import { download } from './download'
import type { OnProgress, Save } from './output'
import { pickFolder } from './picker'
import { chunksFrom, writePieces } from './write'
import { writeZip, type Member } from './zip'

/** Archives in one folder, with texts that can only be written once it is known what came of the archives. */
export interface Kit {
  /** What its folder is called. */
  readonly name: string
  /** Called only once it is known where it goes. */
  readonly make: (onProgress: OnProgress, signal: AbortSignal) => Promise<readonly Part[]>
  /** @param sums SHA-256 in hex, by the parts' names. */
  readonly texts: (sums: ReadonlyMap<string, string>) => readonly Text[]
}

export interface Part {
  readonly name: string
  /** The file that it is made of, as errors name it. */
  readonly source: string
  readonly blob: Blob
}

export interface Text {
  readonly name: string
  readonly text: string
  /** Whether it is to be run. */
  readonly runs?: boolean
}

/** Hands on a Blob's bytes, and in the end says their SHA-256, in hex. */
export type PassOn = (blob: Blob, onRead: (bytes: number) => void) => AsyncGenerator<Uint8Array<ArrayBuffer>, string>

/** Into a folder of its own within the one that the user picks, or as one zip. Call it within a click. */
export async function saveKit(kit: Kit, save: Omit<Save, 'gzip'>, passOn: PassOn): Promise<Saved> {
  const { onProgress, signal } = save
  const picked = await pickFolder()
  const parts = await kit.make(onProgress, signal)
  const total = parts.reduce((sum, { blob }) => sum + blob.size, 0)
  const files = filesOf(kit, parts, passOn, (done) => {
    signal.throwIfAborted()
    onProgress(done, total)
  })
  if (!picked) {
    const { blob, forget } = await writeZip(within(kit.name, files), total, signal)
    download(blob, `${kit.name}.zip`, forget)
    return 'download'
  }
  const folder = await freeFolder(picked, kit.name)
  try {
    for await (const { name, input } of files)
      await writePieces(await folder.getFileHandle(name, { create: true }), input, signal)
  } catch (thrown) {
    // A kit that lacks a part is none.
    await picked.removeEntry(folder.name, { recursive: true }).catch(() => {})
    throw thrown
  }
  return 'file'
}

const RUNS = 0o755

/** The parts first, then what can be said of them, and the list of all sums in the end: each byte is read once. */
async function* filesOf(
  kit: Kit,
  parts: readonly Part[],
  passOn: PassOn,
  onRead: (bytes: number) => void,
): AsyncGenerator<Member> {
  const sums = new Map<string, string>()
  let before = 0
  async function* summed(name: string, source: string, blob: Blob, onRead: (bytes: number) => void): Member['input'] {
    const passing = passOn(blob, onRead)
    const read = async function* (): Member['input'] {
      sums.set(name, yield* passing)
    }
    yield* chunksFrom(source, read())
  }
  for (const { name, source, blob } of parts) {
    const start = before
    yield { name, input: summed(name, source, blob, (bytes) => onRead(start + bytes)) }
    before += blob.size
  }
  for (const { name, text, runs = false } of kit.texts(sums))
    yield { name, input: summed(name, name, new Blob([text]), () => {}), ...(runs ? { mode: RUNS } : {}) }
  const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`)
  yield { name: 'SHA256SUMS', input: summed('SHA256SUMS', 'SHA256SUMS', new Blob(lines), () => {}) }
}

async function* within(folder: string, files: AsyncIterable<Member>): AsyncGenerator<Member> {
  for await (const file of files) yield { ...file, name: `${folder}/${file.name}` }
}

/** Nothing of another kit is to lie between the files of this one. */
async function freeFolder(parent: FileSystemDirectoryHandle, name: string): Promise<FileSystemDirectoryHandle> {
  let free = name
  for (let number = 2; await isTaken(parent, free); number++) free = `${name}-${number}`
  return parent.getDirectoryHandle(free, { create: true })
}

async function isTaken(parent: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await parent.getDirectoryHandle(name)
    return true
  } catch (thrown) {
    if (!(thrown instanceof DOMException)) throw thrown
    if (thrown.name === 'NotFoundError') return false
    // A file has that name.
    if (thrown.name === 'TypeMismatchError') return true
    throw thrown
  }
}
