import type { Destination } from '../destination/destination'
import { ArchiveError } from '../errors'
import { nameOf, type Image, type ImageArchive } from '../image/model'
import type { OciIndex } from '../image/oci'
import { BASE_NAME_ANNOTATION } from '../image/reference'
import type { Lacked, Unfilled } from '../plan/fillings'

/** Why a layer can't be had, as far as can be told: from whom it could, who knows of it, who has it in another way. */
export function wrongBase(
  archive: ImageArchive,
  { otherwise, ...lacked }: Unfilled,
  { holdings }: Pick<Destination, 'holdings'>,
): ArchiveError {
  if (otherwise) return otherwisePacked(archive, lacked, otherwise.archive)
  const facts = factsOf(archive, lacked)
  const { diffId } = lacked.layer
  const knows = holdings.find(({ images }) =>
    images.some(({ layers }) => layers.some((held) => held.diffId === diffId)),
  )
  if (knows) return new ArchiveError('layer-without-bytes', { ...facts, base: knows.name })
  const base = archive.oci && baseNameIn(archive.oci.root, lacked.image)
  return base === undefined
    ? new ArchiveError('layer-nowhere', facts)
    : new ArchiveError('layer-in-base', { ...facts, base })
}

/** A base has the layer, and not the bytes that a manifest or a name asks for. */
export function otherwisePacked(archive: ImageArchive, lacked: Lacked, base: ImageArchive): ArchiveError {
  const { descriptor, payload } = lacked.layer
  const expected = descriptor?.digest ?? payload.path
  return new ArchiveError('layer-otherwise', { ...factsOf(archive, lacked), base: base.tar.name, expected })
}

const factsOf = ({ tar }: ImageArchive, { image, place, layer }: Lacked) => ({
  file: tar.name,
  image: nameOf(image),
  layer: place,
  found: layer.createdBy ?? layer.diffId,
})

/** The base that whoever slimmed the archive wrote down. */
function baseNameIn({ children }: OciIndex, image: Image): string | undefined {
  for (const { node, descriptor } of children) {
    const leads = node === image.manifest || (node.kind === 'index' && leadsTo(node, image))
    const name = leads ? descriptor.annotations?.[BASE_NAME_ANNOTATION] : undefined
    if (name !== undefined) return name
  }
  return undefined
}

const leadsTo = ({ children }: OciIndex, image: Image): boolean =>
  children.some(({ node }) => node === image.manifest || (node.kind === 'index' && leadsTo(node, image)))
