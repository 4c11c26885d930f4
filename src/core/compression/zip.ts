import { BlobReader, configure, ZipReader, type Entry, type FileEntry } from '@zip.js/zip.js'
import { ArchiveError, faultOf } from '../errors'
import { chunksOfStream } from './chunks'
import type { NamedBlob } from '../file'

/** This runs in a worker already: workers of its own would only be refused by the page's policy. */
configure({ useWebWorkers: false })

/** A file in a zip. Sizes in bytes. */
export interface ZipMember {
  readonly name: string
  readonly size: number
}

/** The files of a zip. */
export async function zipMembers(file: NamedBlob): Promise<ZipMember[]> {
  const entries = await entriesOf(file)
  return entries.map(({ filename, uncompressedSize }) => ({ name: filename, size: uncompressedSize }))
}

/** One member's bytes, inflated as they are read. */
export async function* zipMember(file: NamedBlob, name: string): AsyncGenerator<Uint8Array> {
  const entry = (await entriesOf(file)).find(({ filename }) => filename === name)
  if (!entry) throw new ArchiveError('file-absent', { file: file.name, entry: name, expected: 'zip' })
  if (entry.encrypted) throw new ArchiveError('zip-encrypted', { file: file.name, entry: name })
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writing = entry.getData(writable, { checkSignature: true })
  // A failure shows at the reading end too; unhandled it would take the worker down.
  writing.catch((reason: unknown) => void writable.abort(reason).catch(() => {}))
  try {
    yield* chunksOfStream(readable)
    await writing
  } catch (cause) {
    throw badZip(file, name, cause)
  }
}

/** More than an unpacked archive of hundreds of images has; each costs some kilobytes. */
const MOST_MEMBERS = 10_000

async function entriesOf(file: NamedBlob): Promise<FileEntry[]> {
  try {
    const entries: FileEntry[] = []
    for await (const entry of new ZipReader(new BlobReader(file)).getEntriesGenerator()) {
      if (isFile(entry) && entries.push(entry) > MOST_MEMBERS)
        throw new ArchiveError('zip-too-many', { file: file.name, expected: MOST_MEMBERS })
    }
    return entries
  } catch (cause) {
    throw badZip(file, '', cause)
  }
}

/** A file that can't be read any more is none that was damaged before. */
const badZip = (file: NamedBlob, entry: string, cause: unknown) =>
  cause instanceof ArchiveError || faultOf(cause).code === 'unreadable'
    ? cause
    : new ArchiveError('bad-zip', { file: file.name, entry, reason: String(cause) }, { cause })

const isFile = (entry: Entry): entry is FileEntry => !entry.directory
