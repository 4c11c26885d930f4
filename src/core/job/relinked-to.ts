import { assemble } from '../form/assemble'
import { layerDescriptor } from '../form/descriptor'
import { ociLayoutParts } from '../form/oci-layout'
import { readArchive } from '../image/archive'
import type { Digest } from '../image/digest'
import type { ImageArchive, Payload } from '../image/model'
import { lackedBy, type Unfilled } from '../plan/fillings'
import type { Holder } from '../plan/holders'
import { indexTar } from '../tar/index'
import { BlobSource } from '../tar/source'

/** A layer that a base has in another packing than the manifest names. */
export interface Relinkable extends Unfilled {
  readonly otherwise: Holder & { readonly payload: Payload & { readonly digest: Digest } }
}

export const isRelinkable = (one: Unfilled): one is Relinkable =>
  one.otherwise?.payload.digest !== undefined && one.otherwise.payload.encoding !== 'encrypted'

/** The same archive, as slim as it is, with manifests that name the bytes that the bases have. The config, and so the image’s ID, stays. */
export async function relinkedTo(archive: ImageArchive, layers: readonly Relinkable[]): Promise<ImageArchive> {
  const descriptors = layers.map(({ layer: { payload }, otherwise: { payload: held } }) => {
    return [payload, layerDescriptor(held, held.digest, 'oci')] as const
  })
  const slim = await assemble(
    ociLayoutParts(archive, {
      emptied: lackedBy(archive),
      descriptors: new Map(descriptors),
      baseNames: new Map(),
      undo: false,
      unlisted: new Set(),
    }),
  )
  return readArchive(await indexTar(new BlobSource(slim, archive.tar.name)))
}
