import { decoded } from '../compression/decoded'
import { ArchiveError } from '../errors'
import { BlobSource } from '../tar/source'
import { StreamSource } from '../tar/stream'
import type { Sink } from '../compression/sink'
import { readLayer, type LayerContents } from './contents'
import type { Packed } from '../image/encoding'
import { nameOf, type StoredLayer } from './stack'

export interface ReadOptions {
  /** Told how many bytes of the stored layer have been read, now and then; may throw to stop the work. */
  readonly onRead?: (bytes: number) => void
  /** Awaited between entries, so that a worker can answer meanwhile; may throw to stop the work. */
  readonly breathe?: () => Promise<void>
}

/** Lists a stored layer: a plain one by its headers alone, a packed one streaming by. */
export async function readStored(
  layer: StoredLayer,
  { onRead = () => {}, breathe = async () => {} }: ReadOptions = {},
): Promise<LayerContents> {
  const { blob, encoding } = layer
  const name = nameOf(layer)
  if (encoding === 'tar')
    return readLayer(new BlobSource(blob, name), async ({ next }) => {
      onRead(Math.min(next, blob.size))
      await breathe()
    })
  const chunks = plainOf(layer, onRead)
  try {
    return await readLayer(new StreamSource(breathing(chunks, breathe), name), breathe)
  } finally {
    await chunks.return(undefined)
  }
}

function plainOf(layer: StoredLayer, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const name = nameOf(layer)
  return decoded(Object.assign(layer.blob.slice(), { name }), readable(name, layer.encoding), onRead)
}

/** What there is a decoder for. */
function readable(file: string, encoding: StoredLayer['encoding']): Packed | 'tar' {
  if (encoding === 'lz4') throw new ArchiveError('foreign-packing', { file, packing: encoding, expected: 'lz4 -d' })
  if (encoding === 'encrypted') throw new ArchiveError('layer-encrypted', { file })
  return encoding
}

/** A payload goes by in many chunks and without any entry. */
async function* breathing(chunks: AsyncGenerator<Uint8Array>, breathe: () => Promise<void>) {
  for await (const chunk of chunks) {
    await breathe()
    yield chunk
  }
}

/** Some bytes of a stored layer's plain tar. A plain layer's are a slice; a packed one streams by once more, up to their end. */
export async function bytesOfStored(
  layer: StoredLayer,
  { start, size }: { readonly start: number; readonly size: number },
  sink: Sink,
  { onRead = () => {}, breathe = async () => {} }: ReadOptions = {},
): Promise<Blob> {
  const { blob, encoding } = layer
  if (encoding === 'tar') return blob.slice(start, start + size)
  const end = start + size
  let at = 0
  for await (const chunk of plainOf(layer, onRead)) {
    const wanted = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    if (wanted.length > 0) await sink.write(wanted)
    at += chunk.length
    if (at >= end) return sink.finish()
    await breathe()
  }
  throw new ArchiveError('packed-truncated', { file: nameOf(layer), packing: encoding, offset: at })
}

/** No layer comes near this; a bomb does. */
const LARGEST_LAYER = 2 ** 40

/** All bytes of a stored layer's plain tar. @param most so many: more is refused. */
export async function plainStored(
  layer: StoredLayer,
  sink: Sink,
  { onRead = () => {}, breathe = async () => {} }: ReadOptions = {},
  most = LARGEST_LAYER,
): Promise<Blob> {
  if (layer.encoding === 'tar') return layer.blob
  let size = 0
  for await (const chunk of plainOf(layer, onRead)) {
    size += chunk.length
    if (size > most) throw new ArchiveError('decompression-bomb', { file: nameOf(layer), found: size })
    await sink.write(chunk)
    await breathe()
  }
  return sink.finish()
}
