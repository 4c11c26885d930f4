import { ArchiveError } from '../errors'
import type { Source } from './source'
import { walk, type Entry, type TarEnd } from './walk'

/** An archive's table of contents: what `tar t` lists, with the places of the bytes. */
export interface TarIndex {
  readonly name: string
  /** Bytes of the whole archive. */
  readonly size: number
  /** All of them, by reference; undefined where they went by and were not kept. */
  readonly bytes: Blob | undefined
  readonly entries: readonly Entry[]
  readonly end: TarEnd
  /** Some bytes, for what is small: JSON, headers. They come with what stands beside them, and are not to be written over. */
  read(place: Pick<Entry, 'start' | 'size'>): Promise<Uint8Array>
}

/** What an index may fill, about: an image has some thousand entries, a whole file system some hundred thousand. */
const LARGEST_INDEX = 96 * 1024 * 1024
const ENTRY_BYTES = 256

/** @param onEntry told of each entry as it comes by, so that progress can be shown, or its payload read before it has gone by. */
export async function indexTar(
  source: Source,
  onEntry: (entry: Entry) => void | Promise<void> = () => {},
): Promise<TarIndex> {
  const entries: Entry[] = []
  const walking = walk(source)
  let held = 0
  for (;;) {
    const step = await walking.next()
    if (step.done) {
      const read = ({ start, size }: Pick<Entry, 'start' | 'size'>) => source.read(start, size)
      const size = source.size ?? step.value.end
      return { name: source.name, size, bytes: source.bytes, entries, end: step.value, read }
    }
    const { name, link, header: offset } = step.value
    held += ENTRY_BYTES + name.length + link.length
    if (held > LARGEST_INDEX)
      throw new ArchiveError('too-many-names', { file: source.name, offset, expected: LARGEST_INDEX })
    entries.push(step.value)
    await onEntry(step.value)
  }
}

/** The archive's bytes, for those who can't do without. A packed base goes by and leaves none: it is to be opened once more. */
export function keptBytes({ name, bytes }: Pick<TarIndex, 'name' | 'bytes'>): Blob {
  if (!bytes) throw new ArchiveError('bytes-not-kept', { file: name })
  return bytes
}
