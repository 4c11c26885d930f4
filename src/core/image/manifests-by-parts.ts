import type { Entry } from '../tar/walk'
import { blobPath } from './digest'
import type { Files } from './files'
import type { OciManifest } from './oci'
import { namesOf, type Manifests } from './reading'
import { fullReference } from './reference'

/** Tells which manifest of an index speaks of the same config and the same layers as an item of manifest.json. */
export class ManifestsByParts {
  readonly #files: Files
  readonly #configs = new Set<Entry | undefined>()
  readonly #byParts = new Map<string, OciManifest[]>()
  readonly #manifests: Manifests
  readonly #numbers = new Map<Entry | undefined, number>()

  constructor(files: Files, manifests: Manifests) {
    this.#files = files
    this.#manifests = manifests
    for (const manifest of manifests.keys()) {
      const config = files.find(blobPath(manifest.config.digest))
      const parts = this.#parts(
        config,
        manifest.layers.map(({ digest }) => blobPath(digest)),
      )
      this.#configs.add(config)
      const known = this.#byParts.get(parts)
      if (known) known.push(manifest)
      else this.#byParts.set(parts, [manifest])
    }
  }

  /** Whether any manifest speaks of it: two may share a config, the same image, its layers packed in another way. */
  haveConfig(config: Entry): boolean {
    return this.#configs.has(config)
  }

  /** Of several of the same parts the one that bears the name, else the first. */
  of(config: Entry, layers: readonly string[], tags: readonly string[]): OciManifest | undefined {
    const all = this.haveConfig(config) ? (this.#byParts.get(this.#parts(config, layers)) ?? []) : []
    if (all.length < 2) return all[0]
    const wanted = new Set(tags.map(fullReference))
    return all.find((manifest) => this.#namesOf(manifest).some((name) => wanted.has(fullReference(name)))) ?? all[0]
  }

  #namesOf = (manifest: OciManifest): string[] => namesOf(this.#manifests.get(manifest) ?? [])

  #parts = (config: Entry | undefined, layers: readonly string[]): string =>
    [config, ...layers.map((path) => this.#files.find(path))].map((entry) => this.#number(entry)).join()

  #number(entry: Entry | undefined): number {
    const number = this.#numbers.get(entry) ?? this.#numbers.size
    this.#numbers.set(entry, number)
    return number
  }
}
