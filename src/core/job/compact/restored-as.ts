import type { ImageArchive, Payload } from '../../image/model'
import { hasBytes, planCompact } from './plan'

/**
 * Archives that travel with another and are restored before it, in that order, as they will be there: a layer that comes back plain
 * is no longer the blob that it was here. Its bytes here serve all the same.
 */
export function restoredInTurn(bases: readonly ImageArchive[], earlier: readonly ImageArchive[]): ImageArchive[] {
  const there: ImageArchive[] = []
  for (const archive of earlier) there.push(restoredAs(archive, [...bases, ...there]))
  return there
}

function restoredAs(archive: ImageArchive, bases: readonly ImageArchive[]): ImageArchive {
  // It goes whole.
  if (!bases.some(hasBytes)) return archive
  const { frame, items } = planCompact(archive, bases)
  if (frame === 'own') return archive
  const plain = items
    .filter(({ kind }) => kind !== 'blob')
    .flatMap(({ payloads }) => payloads.filter(({ encoding }) => encoding !== 'tar'))
  const changed = new Map(plain.map((payload): [Payload, Payload] => [payload, { ...payload, digest: undefined }]))
  const images = archive.images.map((image) => ({
    ...image,
    layers: image.layers.map((layer) => ({ ...layer, payload: changed.get(layer.payload) ?? layer.payload })),
  }))
  return { ...archive, images }
}
