import type { Entry } from '../tar/walk'
import { blobPath } from './digest'
import type { Files } from './files'
import type { OciManifest } from './oci'

/** Tells which manifest of an index speaks of the same config and the same layers as an item of manifest.json. */
export class ManifestsByParts {
  readonly #files: Files
  readonly #configs = new Set<Entry | undefined>()
  readonly #byParts = new Map<string, OciManifest>()
  readonly #numbers = new Map<Entry | undefined, number>()

  constructor(files: Files, manifests: Iterable<OciManifest>) {
    this.#files = files
    for (const manifest of manifests) {
      const config = files.find(blobPath(manifest.config.digest))
      const parts = this.#parts(
        config,
        manifest.layers.map(({ digest }) => blobPath(digest)),
      )
      this.#configs.add(config)
      if (!this.#byParts.has(parts)) this.#byParts.set(parts, manifest)
    }
  }

  /** Whether any manifest speaks of it: two may share a config, the same image, its layers packed in another way. */
  haveConfig(config: Entry): boolean {
    return this.#configs.has(config)
  }

  of(config: Entry, layers: readonly string[]): OciManifest | undefined {
    return this.haveConfig(config) ? this.#byParts.get(this.#parts(config, layers)) : undefined
  }

  #parts = (config: Entry | undefined, layers: readonly string[]): string =>
    [config, ...layers.map((path) => this.#files.find(path))].map((entry) => this.#number(entry)).join()

  #number(entry: Entry | undefined): number {
    const number = this.#numbers.get(entry) ?? this.#numbers.size
    this.#numbers.set(entry, number)
    return number
  }
}
