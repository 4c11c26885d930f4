import { DecodeError } from '../../compression/chunks'
import { RecipeError, type RecipeFault } from '../../delta/recipe-error'
import { ArchiveError } from '../../errors'

/** An entry of a compact archive; its bytes begin at `offset` of that. */
export interface Place {
  readonly file: string
  readonly entry: string
  readonly offset: number
}

/** What is said of damage becomes an error that names the file. */
export async function naming<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw named(cause, place)
  }
}

/** The same of what comes of an entry, whoever takes it. */
export async function* namingChunks<T>(place: Place, chunks: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* chunks
  } catch (cause) {
    throw named(cause, place)
  }
}

function named(cause: unknown, place: Place): unknown {
  if (cause instanceof DecodeError) return new ArchiveError('compact-packed', place, { cause })
  return cause instanceof RecipeError ? errorOf(cause.fault, place, { cause }) : cause
}

function errorOf(fault: RecipeFault, { file, entry }: Place, options: ErrorOptions): ArchiveError {
  const place = { file, entry }
  switch (fault.kind) {
    case 'damaged':
      return new ArchiveError('compact-damaged', place, options)
    case 'line':
      return new ArchiveError('compact-note', { ...place, line: fault.line }, options)
    case 'place':
      return new ArchiveError('compact-place', { ...place, offset: fault.offset }, options)
    case 'size':
      return new ArchiveError('compact-size', { ...place, expected: fault.expected, found: fault.found }, options)
    case 'limit':
      return new ArchiveError('compact-limit', { ...place, expected: fault.expected, found: fault.found }, options)
  }
}
