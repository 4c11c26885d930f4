/** What became of bytes that something states. */
export type State =
  | { readonly kind: 'whole' }
  /** It has its place and no bytes: a base is to bring them. */
  | { readonly kind: 'emptied' }
  | { readonly kind: 'absent' }
  | Damaged

export interface Damaged {
  readonly kind: 'damaged'
  /** What told it. `stated-size`: its bytes are right, and another size is stated of them. */
  readonly by: 'size' | 'stated-size' | 'digest' | 'unpacking' | 'diff-id'
  readonly expected: string
  readonly found: string
}

/** A layer from the bottom up, as it was found. */
export interface CheckedLayer {
  readonly diffId: string
  readonly createdBy: string
  readonly entry: string
  /** Bytes from the archive's start; undefined where nothing is there. */
  readonly offset: number | undefined
  readonly size: number
  readonly state: State
}

export interface CheckedImage {
  readonly name: string
  readonly platform: string
  readonly config: State
  readonly layers: readonly CheckedLayer[]
  /** Config and layers that are there and whole, of how many: as `ctr images check` counts them. */
  readonly complete: { readonly found: number; readonly expected: number }
}

/** What is no layer and no config of an image, and has a digest. */
export interface CheckedBlob {
  readonly kind: 'manifest' | 'index' | 'blob'
  readonly entry: string
  readonly offset: number | undefined
  readonly size: number
  readonly state: State
  readonly digest: string
}
