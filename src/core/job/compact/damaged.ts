import { errorOf, type Fault } from '../../errors'
import { remark, type Finding } from '../../image/finding'
import { payloadsOf, type ImageArchive, type Payload } from '../../image/model'

/** A layer of a base that turned out not to be what it is called, and the error that says so. */
export interface Damaged {
  readonly file: string
  readonly entry: string
  readonly fault: Fault
}

/** What is to be said of it once another archive served. */
export function remarkOf({ file, entry, fault }: Damaged): Finding {
  if (fault.code !== 'base-damaged') return remark('packed-badly-in-one', { file, entry })
  const { expected, found } = fault.facts
  return remark('damaged-in-one', { file, entry, expected, found })
}

/**
 * Archives as if they had nothing of what is damaged: who else has it serves.
 * @throws ArchiveError what was said of it, where nobody else has it.
 */
export const withoutDamaged = (archives: readonly ImageArchive[], damaged: readonly Damaged[]): ImageArchive[] =>
  damaged.reduce<ImageArchive[]>(withoutOne, [...archives])

/** Two archives may have one name: of these the first was taken. */
function withoutOne(archives: readonly ImageArchive[], { file, entry, fault }: Damaged): ImageArchive[] {
  const isDamaged = ({ state, path }: Payload) => state === 'whole' && path === entry
  const at = archives.findIndex(({ tar, images }) => tar.name === file && [...payloadsOf(images)].some(isDamaged))
  const lost = [...payloadsOf(archives[at]?.images ?? [])].find(isDamaged)
  const left = archives.map((archive, one) => (one === at && lost ? without(archive, lost) : archive))
  const isLeft = ({ state, diffId }: Payload) => state === 'whole' && diffId === lost?.diffId
  if (!left.some(({ images }) => [...payloadsOf(images)].some(isLeft))) throw errorOf(fault)
  return left
}

function without(archive: ImageArchive, lost: Payload): ImageArchive {
  const payload: Payload = { ...lost, state: 'emptied', bytes: undefined }
  const images = archive.images.map((image) => ({
    ...image,
    layers: image.layers.map((layer) => (layer.payload === lost ? { ...layer, payload } : layer)),
  }))
  return { ...archive, images }
}
