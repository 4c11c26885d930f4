import { DecodeError } from './chunks'
import { decoders } from './decode'
import type { Packing } from './sniff'
import { ArchiveError, type ErrorFacts } from '../errors'
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
    throw errors[cause.kind]({ file: file.name, packing, offset: read, reason: cause.message }, { cause })
  }
}

type Facts = ErrorFacts['packed-corrupt']

const errors: Record<DecodeError['kind'], (facts: Facts, options: ErrorOptions) => ArchiveError> = {
  corrupt: (facts, options) => new ArchiveError('packed-corrupt', facts, options),
  truncated: (facts, options) => new ArchiveError('packed-truncated', facts, options),
  window: (facts, options) => new ArchiveError('zstd-window', facts, options),
  filter: (facts, options) => new ArchiveError('xz-filter', facts, options),
}
