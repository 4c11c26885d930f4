import { layerDescriptor } from '../form/descriptor'
import type { Digest } from '../image/digest'
import type { ImageArchive, Payload } from '../image/model'
import { lackedBy, type Unfilled } from '../plan/fillings'
import type { Holder } from '../plan/holders'
import { asLayout } from './as-layout'

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
  return asLayout(archive, { emptied: lackedBy(archive), descriptors: new Map(descriptors) })
}
