import { DecodeError } from './chunks'
import { decoders } from './decode'
import type { Packing } from './sniff'
import { ArchiveError, type ErrorCode } from '../errors'
import type { NamedBlob } from '../file'

/** The plain bytes of a packed file, streaming; what a decoder says of damage becomes an error that names the file. */
export async function* decoded(
  file: NamedBlob,
  packing: Exclude<Packing, 'zip'>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  if (packing === 'tar') throw new ArchiveError('not-a-tar', { file: file.name, found: '' })
  let read = 0
  const watch = (bytes: number) => onRead((read = bytes))
  try {
    yield* decoders[packing](file, watch)
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause
    const facts = { file: file.name, packing, offset: read, reason: cause.message }
    throw new ArchiveError(CODES[cause.kind], facts, { cause })
  }
}

const CODES: Record<DecodeError['kind'], ErrorCode> = {
  corrupt: 'packed-corrupt',
  truncated: 'packed-truncated',
  window: 'zstd-window',
  filter: 'xz-filter',
}
