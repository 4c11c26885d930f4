import type { Digest } from './digest'

/** What a manifest says of a blob (OCI image-spec, "Content Descriptors"). */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  /** Bytes. */
  readonly size: number
  readonly annotations?: Readonly<Record<string, string>>
}

export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
}
