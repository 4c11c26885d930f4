import { decoded } from '../compression/decoded'
import { FOREIGN_START, refuseForeign } from '../compression/foreign'
import type { Sink } from '../compression/sink'
import { packingOf } from '../compression/sniff'
import { zipMember, zipMembers } from '../compression/zip'
import { looksLikeText } from '../destination/inventory/text'
import { ArchiveError, errorOf } from '../errors'
import type { NamedBlob } from '../file'
import { archivesWithin, chosenOf, unpackedFault, unpackedImage, zipFormat, type Member } from '../image/archive-within'
import { toldByName } from './told-by-name'
import { readStream, type Walked } from './read-stream'
import { blobOf, chunksOfBlob, counted, part, prepended, startOf, type Chunks } from './streams'

export type Unpacked =
  | Walked
  /** No archive of its own: JSON, or a tar that holds the archive. It is opened as if it had come plain. */
  | { readonly kind: 'file'; readonly file: Blob }
  /** Several archives: the user chooses. */
  | { readonly kind: 'choice'; readonly members: readonly Member[] }

export interface UnpackOptions {
  /** Of several archives in it, the one to take. */
  readonly member?: string | undefined
  /** Absent for a base: its payloads go by and are not kept. */
  readonly sink?: Sink | undefined
  /** A place for what lies inside and is packed once more. */
  readonly scratch: () => Sink | Promise<Sink>
  /** Told how many bytes of the packed file have been read, now and then; may throw to stop the work. */
  readonly onRead: (bytes: number) => void
  /** Awaited between chunks, so that a worker can be ended: in the midst of its work it is not, or only after seconds. */
  readonly breathe?: () => Promise<void>
}

/** A file within files, as it is come to. */
interface Inside {
  readonly file: NamedBlob
  /** What of it is a stream's; asked for again, it is read from its beginning. */
  readonly stream: () => Chunks
  /** Its bytes, where a decoder can have them; a stream is laid down first. */
  readonly blob: Blob | undefined
  readonly size: number | undefined
  /** Whether the scratch place holds what it is read from. */
  readonly scratched: boolean
  /** The name by which it was found in what it lies in. */
  readonly entry: string
}

/** As much text as is read. */
const LARGEST_TEXT = 64 * 1024 * 1024

/** Reads a packed file once, streaming: an archive's JSON is kept, and its bytes are passed on to the sink, if there is one. */
export async function unpack(file: NamedBlob, options: UnpackOptions): Promise<Unpacked> {
  const stream = () => chunksOfBlob(file)
  const inside = { file, stream, blob: file, size: file.size, scratched: false, entry: file.name }
  try {
    return await look(inside, options)
  } catch (thrown) {
    throw toldByName(thrown, file.name)
  }
}

async function look(inside: Inside, options: UnpackOptions): Promise<Unpacked> {
  const { file, stream, size } = inside
  const chunks = stream()
  const start = await startOf(chunks, FOREIGN_START)
  const packing = packingOf(start)
  if (packing !== 'tar') {
    await chunks.return(undefined)
    return packing === 'zip' ? lookInZip(inside, options) : lookInPacked(inside, packing, options)
  }
  refuseForeign(file.name, start)
  const all = prepended(start, chunks)
  if (looksLikeText(start)) return { kind: 'file', file: await blobOf(all, LARGEST_TEXT) }
  if (size !== undefined) options.sink?.expect(size)
  const walked = await readStream(file, all, options)
  const archives = archivesWithin(walked.outline.entries)
  if (archives.length === 0) return walked
  // The bytes of a target are kept: what is in them is opened in its place.
  if (walked.plain) return { kind: 'file', file: walked.plain }
  const chosen = chosenOf(archives, options.member)
  if (!chosen) return choice(inside, archives, options)
  const within = () => part(stream(), chosen.start, chosen.size)
  return look({ ...inside, stream: within, blob: undefined, size: chosen.size, entry: chosen.name }, options)
}

/** A decoder wants a Blob: what is none is laid down first. */
async function lookInPacked(
  inside: Inside,
  packing: Parameters<typeof decoded>[1],
  options: UnpackOptions,
): Promise<Unpacked> {
  const { file } = inside
  const laid = await laidDown(inside, options)
  const packed = new File([laid.blob], file.name)
  const stream = () => decoded(packed, packing, options.onRead)
  return look({ ...laid, stream, blob: undefined, size: undefined }, options)
}

async function lookInZip(inside: Inside, options: UnpackOptions): Promise<Unpacked> {
  const { file } = inside
  const laid = await laidDown(inside, options)
  const zip = new File([laid.blob], file.name)
  const members = await zipMembers(zip)
  const unpacked = unpackedImage(members)
  if (unpacked) throw errorOf(unpackedFault(file.name, unpacked))
  const archives = archivesWithin(members)
  const found = archives.length === 0 ? zipFormat(members) : undefined
  if (found !== undefined) throw new ArchiveError('other-file', { file: file.name, found })
  const all = archives.length > 0 ? archives : members
  if (all.length === 0) throw new ArchiveError('zip-without-archive', { file: file.name })
  const chosen = chosenOf(all, options.member)
  if (!chosen) return choice(inside, all, options)
  const rate = zip.size / Math.max(chosen.size, 1)
  const stream = () => counted(zipMember(zip, chosen.name), rate, options.onRead)
  return look({ ...laid, stream, blob: undefined, size: chosen.size, entry: chosen.name }, options)
}

/** There is one such place: what is packed within something packed within something packed is left to the user. */
async function laidDown(inside: Inside, { scratch }: UnpackOptions): Promise<Inside & { readonly blob: Blob }> {
  const { file, blob, stream, size, scratched, entry } = inside
  if (blob) return { ...inside, blob }
  if (scratched) throw new ArchiveError('archive-within', { file: file.name, entry })
  const place = await scratch()
  if (size !== undefined) place.expect(size)
  for await (const chunk of stream()) await place.write(chunk)
  return { ...inside, blob: await place.finish(), scratched: true }
}

/** Asked once: who chose one of several that holds several again gives that one itself. */
function choice({ file, entry }: Inside, members: readonly Member[], { member }: UnpackOptions): Unpacked {
  if (member === entry) throw new ArchiveError('archive-within', { file: file.name, entry })
  return { kind: 'choice', members: members.map(({ name, size }) => ({ name, size })) }
}
