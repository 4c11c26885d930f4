import { NOTE } from '../../delta/note'
import { readArchive } from '../../image/archive'
import type { Image } from '../../image/model'
import { indexTar, type TarIndex } from '../../tar/index'
import { BlobSource } from '../../tar/source'
import { frameName } from './names'

/** A compact archive, as far as it is looked at when it is opened. */
export interface OpenedCompact {
  readonly name: string
  /** Undefined where they went by and were not kept. */
  readonly bytes: Blob | undefined
  /** Those of its frame, where that is not packed. */
  readonly images: readonly Image[]
}

export const isCompact = ({ entries: [first] }: Pick<TarIndex, 'entries'>) =>
  first?.name === NOTE && first.type === 'file'

export async function openCompact({ name, bytes, entries }: TarIndex): Promise<OpenedCompact> {
  const frame = entries.find((entry) => entry.name === frameName(undefined) && entry.type === 'file')
  if (!frame || !bytes) return { name, bytes, images: [] }
  const tar = new BlobSource(bytes.slice(frame.start, frame.start + frame.size), name)
  // What is wrong with it is told when it is restored.
  const archive = await indexTar(tar)
    .then(readArchive)
    .catch(() => undefined)
  return { name, bytes, images: archive?.images ?? [] }
}
