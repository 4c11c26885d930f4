import type { Descriptor, Platform } from '../../image/descriptor'
import type { Digest } from '../../image/digest'
import type { JsonObject } from '../../image/json'
import type { Store } from '../../engine'

/** An image as JSON tells of it. */
export interface ToldImage {
  readonly names: readonly string[]
  /** By which a manifest may be known to be its own: its ID, its manifest's digest. */
  readonly ids: readonly Digest[]
  /** Texts of its config: their digests are IDs too. */
  readonly configs: readonly string[]
  readonly store: Store
  /** Whether a tool of containerd's own tells of it: there may be no Docker. */
  readonly withoutDocker?: true
  readonly platform: Platform
  readonly diffIds: readonly Digest[]
  readonly createdBy: readonly (string | undefined)[]
}

/** A manifest: its layers' blobs, to be joined to the diff IDs of its config, which may stand in another file. */
export interface ToldManifest {
  /** What images call themselves by: the config's digest. */
  readonly ids: readonly Digest[]
  /** Texts of it: in a containerd store images go by the manifest's own digest. */
  readonly texts: readonly string[]
  readonly blobs: readonly Descriptor[]
}

export interface Told {
  readonly images?: readonly ToldImage[]
  readonly manifests?: readonly ToldManifest[]
}

/** Where a piece of JSON stands. */
export interface Place {
  /** As it was printed, if it stands for itself. */
  readonly text: string | undefined
  /** What stands around it calls it by. */
  readonly names: readonly string[]
}

/** One kind of JSON: what it tells of images; undefined where it is of another kind. */
export type Kind = (json: JsonObject, place: Place) => Told | undefined

/** An image of which only some is told. */
export const told = (image: Partial<ToldImage> & Pick<ToldImage, 'diffIds'>): Told => ({
  images: [
    {
      names: [],
      ids: [],
      configs: [],
      store: 'unknown',
      platform: { os: '', architecture: '' },
      createdBy: [],
      ...image,
    },
  ],
})
