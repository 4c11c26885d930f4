import type { ImageView } from '../../core/view/picture'

/** What can be done with a file that was given. */
export interface FileActions {
  /** Of a zip with several archives, those that are wanted. */
  choose(members: readonly string[]): void
  /** To the other side. */
  move(): void
  remove(): void
  /** Stops its reading, or its save. */
  cancel(): void
  /** Reads it once more. */
  retry(): void
  /** Hashes every byte of it. */
  check(): void
  cancelCheck(): void
  saveCheck(): void
  /** @param key a text that holds a public key, in PEM. */
  verifyWith(key: string): void
}

export interface BaseActions extends FileActions {
  saveFingerprint(): void
  /** To look inside an image's layer, counted from the bottom. */
  openLayer(image: ImageView, layer: number): void
}
