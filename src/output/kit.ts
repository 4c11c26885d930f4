import type { OnProgress, OnWritten } from './output'
import { chunksFrom, writePieces } from './write'
import type { Member } from './zip'

/** Archives in one folder, with texts that can only be written once it is known what came of the archives. */
export interface Kit {
  /** What its folder is called. */
  readonly name: string
  /** As planned, without the texts. */
  readonly bytes: number
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
export type PassOn = (blob: Blob, onRead: OnWritten) => AsyncGenerator<Uint8Array<ArrayBuffer>, string>

/** A kit while it is made, then written. */
export interface Making {
  /** Of what has to be done before anything can be written. */
  readonly onMade: OnProgress
  readonly onWritten: OnWritten
  readonly signal: AbortSignal
  readonly passOn: PassOn
}

const RUNS = 0o755

/** What it takes to be made comes first; then the files, as they are asked for. */
export async function filesOf(kit: Kit, making: Making): Promise<AsyncGenerator<Member>> {
  return files(kit, await kit.make(making.onMade, making.signal), making)
}

/** The parts first, then what can be said of them, and the list of all sums in the end: each byte is read once. */
async function* files(kit: Kit, parts: readonly Part[], { onWritten, signal, passOn }: Making): AsyncGenerator<Member> {
  const sums = new Map<string, string>()
  let before = 0
  async function* summed(name: string, source: string, blob: Blob, onRead: OnWritten): Member['input'] {
    const passing = passOn(blob, onRead)
    const read = async function* (): Member['input'] {
      sums.set(name, yield* passing)
    }
    yield* chunksFrom(source, read())
  }
  for (const { name, source, blob } of parts) {
    const start = before
    const onRead = (bytes: number) => {
      signal.throwIfAborted()
      onWritten(start + bytes)
    }
    yield { name, input: summed(name, source, blob, onRead) }
    before += blob.size
  }
  for (const { name, text, runs = false } of kit.texts(sums))
    yield { name, input: summed(name, name, new Blob([text]), () => {}), ...(runs ? { mode: RUNS } : {}) }
  const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`)
  yield { name: 'SHA256SUMS', input: summed('SHA256SUMS', 'SHA256SUMS', new Blob(lines), () => {}) }
}

/** Into a folder of its own within another: what that is called in the end. */
export async function writeKit(parent: FileSystemDirectoryHandle, kit: Kit, making: Making): Promise<string> {
  const made = await filesOf(kit, making)
  const folder = await freeFolder(parent, kit.name)
  try {
    for await (const { name, input } of made)
      await writePieces(await folder.getFileHandle(name, { create: true }), input, making.signal)
    return folder.name
  } catch (thrown) {
    // A kit that lacks a part is none.
    await parent.removeEntry(folder.name, { recursive: true }).catch(() => {})
    throw thrown
  }
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
