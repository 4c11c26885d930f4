import { packingOf, sniff } from '../compression/sniff'
import { zipMember, zipMembers, type ZipMember } from '../compression/zip'
import { decoded } from '../compression/decoded'
import type { Sink } from '../compression/sink'
import { ArchiveError } from '../errors'
import { LARGEST_JSON } from '../image/json'
import type { NamedBlob } from '../file'
import { indexTar } from '../tar/index'
import type { Outline } from '../tar/outline'
import { StreamSource } from '../tar/stream'
import type { Entry } from '../tar/walk'

export type Unpacked =
  | { readonly kind: 'archive'; readonly outline: Outline; readonly plain: Blob | undefined }
  /** A zip of several archives: the user chooses. */
  | { readonly kind: 'choice'; readonly members: readonly ZipMember[] }

export interface UnpackOptions {
  /** Of a zip, the one to take. */
  readonly member?: string | undefined
  /** Absent for a base: its payloads go by and are not kept. */
  readonly sink?: Sink | undefined
  /** A place for what lies inside a zip and is packed once more. */
  readonly scratch: () => Sink | Promise<Sink>
  /** Told how many bytes of the packed file have been read, now and then; may throw to stop the work. */
  readonly onRead: (bytes: number) => void
  /** Awaited between chunks, so that a worker can be ended: in the midst of its work it is not, or only after seconds. */
  readonly breathe?: () => Promise<void>
}

/** No archive of images comes near this; a bomb does. */
const LARGEST_PLAIN = 2 ** 40
/** What may follow an archive's end: padding. */
const LARGEST_TAIL = 64 * 1024 * 1024
const LARGEST_MEMBERS = 4 * LARGEST_JSON

/** Reads a packed archive once, streaming: walks it, keeps its JSON, and passes its bytes on to the sink, if there is one. */
export async function unpack(file: NamedBlob, options: UnpackOptions): Promise<Unpacked> {
  const packing = await sniff(file)
  if (packing !== 'zip') return readStream(file, decoded(file, packing, options.onRead), options)
  const members = await zipMembers(file)
  const chosen = options.member ?? (members.length === 1 ? members[0]?.name : undefined)
  if (members.length === 0) throw new ArchiveError('zip-without-archive', { file: file.name })
  if (chosen === undefined) return { kind: 'choice', members }
  return readMember(file, chosen, options)
}

/** A zip's member may be packed once more: then it is laid down first, because its decoder wants a Blob. */
async function readMember(file: NamedBlob, name: string, options: UnpackOptions): Promise<Unpacked> {
  const size = (await zipMembers(file)).find((member) => member.name === name)?.size ?? 0
  const chunks = counted(zipMember(file, name), file.size / Math.max(size, 1), options.onRead)
  const first = await chunks.next()
  const start: Uint8Array = first.done ? new Uint8Array() : first.value
  const packing = packingOf(start)
  const all = prepended(start, chunks)
  if (packing === 'tar') {
    options.sink?.expect(size)
    return readStream(file, all, options)
  }
  if (packing === 'zip') throw new ArchiveError('zip-without-archive', { file: file.name })
  const scratch = await options.scratch()
  scratch.expect(size)
  for await (const chunk of all) await scratch.write(chunk)
  const inner = new File([await scratch.finish()], file.name)
  return readStream(file, decoded(inner, packing, options.onRead), options)
}

async function readStream(
  file: NamedBlob,
  chunks: AsyncGenerator<Uint8Array>,
  { sink, breathe }: UnpackOptions,
): Promise<Unpacked> {
  const source = new StreamSource(passedOn(file, chunks, sink, breathe), file.name)
  const members = new Map<number, Uint8Array>()
  let held = 0
  const tar = await indexTar(source, async (entry) => {
    sink?.expect(entry.next)
    if (!mayBeJson(entry) || held + entry.size > LARGEST_MEMBERS) return
    held += entry.size
    members.set(entry.start, (await source.read(entry.start, entry.size)).slice())
  })
  await drain(source, file, tar.end.end)
  const outline = { name: file.name, entries: tar.entries, end: tar.end, members, size: source.size ?? 0 }
  return { kind: 'archive', outline, plain: await sink?.finish() }
}

async function drain(source: StreamSource, file: NamedBlob, end: number): Promise<void> {
  const STEP = 1024 * 1024
  for (let at = end; source.size === undefined; at += STEP) {
    if (at - end > LARGEST_TAIL) throw new ArchiveError('decompression-bomb', { file: file.name, found: at })
    await source.read(at, STEP)
  }
}

/** JSON begins with a bracket; white space before it no engine writes. */
function mayBeJson({ type, size, magic }: Entry): boolean {
  const first = magic >>> 24
  return type === 'file' && size <= LARGEST_JSON && (size < 4 || first === 0x7b || first === 0x5b)
}

async function* passedOn(
  file: NamedBlob,
  chunks: AsyncGenerator<Uint8Array>,
  sink: Sink | undefined,
  breathe: (() => Promise<void>) | undefined,
) {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > LARGEST_PLAIN) throw new ArchiveError('decompression-bomb', { file: file.name, found: size })
    await sink?.write(chunk)
    await breathe?.()
    yield chunk
  }
}

/** Progress of a zip's member, in bytes of the zip. */
async function* counted(chunks: AsyncGenerator<Uint8Array>, rate: number, onRead: (bytes: number) => void) {
  let size = 0
  for await (const chunk of chunks) {
    onRead(Math.round((size += chunk.length) * rate))
    yield chunk
  }
}

async function* prepended(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}
