import { ArchiveError } from '../errors'
import type { Image, ImageArchive } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'
import type { State } from './checked'
import { blobsOf } from './blobs'
import { judgeBlob, judgeLayer } from './judged'
import { layersToHash, toHash, type Hashed, type ToHash } from './to-hash'

/** What goes into an output and has a digest: the layers that are needed, and every config, manifest and attestation. */
export function toHashOf(archive: ImageArchive, { needed }: Pick<SlimPlan, 'needed'>): ToHash[] {
  const layers = layersToHash(archive, needed)
  const left = new Set(archive.images.flatMap((image) => image.layers.map(({ payload }) => payload.entry?.start)))
  return [...layers, ...toHash(archive).filter(({ start }) => !left.has(start))]
}

/** @throws ArchiveError `layer-damaged` or `blob-damaged` for the first of what is kept that is not what it should be. */
export function refuseDamaged(
  archive: ImageArchive,
  { needed }: Pick<SlimPlan, 'needed'>,
  hashed: readonly Hashed[],
): void {
  const byStart = new Map(hashed.map((one) => [one.start, one]))
  const file = archive.tar.name
  for (const image of archive.images) {
    const { name: entry, start: offset } = image.config
    refuseBlob({ file, entry, offset }, judgeBlob(image.config, configOf(image), byStart))
    for (const layer of image.layers) {
      const { entry } = layer.payload
      if (!entry || !needed.has(layer.payload) || layer.payload.state !== 'whole') continue
      const state = judgeLayer(layer, byStart)
      if (state.kind !== 'damaged') continue
      const { expected, found } = state
      const line = layer.createdBy ?? layer.diffId
      throw new ArchiveError('layer-damaged', {
        file,
        layer: line,
        entry: entry.name,
        offset: entry.start,
        expected,
        found,
      })
    }
  }
  for (const { entry, offset = 0, state } of blobsOf(archive, byStart)) refuseBlob({ file, entry, offset }, state)
}

const configOf = ({ manifest }: Image) => (manifest ? [manifest.config] : [])

function refuseBlob(
  where: { readonly file: string; readonly entry: string; readonly offset: number },
  state: State,
): void {
  if (state.kind !== 'damaged') return
  const { expected, found } = state
  throw new ArchiveError('blob-damaged', { ...where, expected, found })
}
