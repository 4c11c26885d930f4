import type { Sink } from '../compression/sink'
import { ArchiveError } from '../errors'
import type { NamedBlob } from '../file'
import { LARGEST_JSON } from '../image/json'
import { indexTar } from '../tar/index'
import type { Outline } from '../tar/outline'
import { StreamSource } from '../tar/stream'
import type { Entry } from '../tar/walk'
import type { Chunks } from './streams'

/** What is left of a tar that went by. */
export interface Walked {
  readonly kind: 'archive'
  readonly outline: Outline
  readonly plain: Blob | undefined
}

interface Passing {
  readonly sink?: Sink | undefined
  readonly breathe?: () => Promise<void>
}

/** No archive of images comes near this; a bomb does. */
const LARGEST_PLAIN = 2 ** 40
/** What may follow an archive's end: padding. */
const LARGEST_TAIL = 64 * 1024 * 1024
const LARGEST_MEMBERS = 4 * LARGEST_JSON

/** Walks a tar that goes by, keeps its JSON, and passes its bytes on to the sink, if there is one. */
export async function readStream(file: NamedBlob, chunks: Chunks, { sink, breathe }: Passing): Promise<Walked> {
  const source = new StreamSource(passedOn(file, chunks, sink, breathe), file.name)
  const members = new Map<number, Uint8Array>()
  let held = 0
  const tar = await indexTar(source, async (entry) => {
    sink?.expect(entry.next)
    if (!mayBeJson(entry) || held + entry.size > LARGEST_MEMBERS) return
    held += entry.size
    members.set(entry.start, (await source.read(entry.start, entry.size)).slice())
  })
  await drain(source, file)
  const outline = { name: file.name, entries: tar.entries, end: tar.end, members, size: source.size ?? 0 }
  return { kind: 'archive', outline, plain: await sink?.finish() }
}

/** From where the walk stands: an archive may end behind extended headers that no entry follows. */
async function drain(source: StreamSource, file: NamedBlob): Promise<void> {
  const STEP = 1024 * 1024
  const end = source.at
  for (let at = end; source.size === undefined; at += STEP) {
    if (at - end > LARGEST_TAIL) throw new ArchiveError('decompression-bomb', { file: file.name, found: at })
    await source.read(at, STEP)
  }
}

/** JSON begins with a bracket; before it may stand white space, or a mark that it is UTF-8. */
function mayBeJson({ type, size, magic }: Entry): boolean {
  const first = String.fromCharCode(magic >>> 24)
  return type === 'file' && size <= LARGEST_JSON && (size < 4 || '{[ \t\r\n\u00ef'.includes(first))
}

async function* passedOn(
  file: NamedBlob,
  chunks: Chunks,
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
