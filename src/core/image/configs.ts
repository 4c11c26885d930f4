import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { chainIds } from './chain'
import { readConfig, type ImageConfig } from './config'
import { sha256, type Digest } from './digest'
import { MOST_LAYERS, refuse } from './json'

/** A config as all its images share it. */
export interface ReadConfig {
  readonly config: ImageConfig
  readonly id: Digest
  /** Of its diff IDs. */
  readonly chains: readonly Digest[]
}

/** The configs of an archive, each read once: a thousand images may name the same. */
export class Configs {
  readonly #tar: TarIndex
  readonly #read = new Map<Entry, ReadConfig>()
  #layers = 0

  constructor(tar: TarIndex) {
    this.#tar = tar
  }

  /** One image's config. @throws ArchiveError `bad-config` where the images come to more layers than are read. */
  async of(entry: Entry): Promise<ReadConfig> {
    const read = this.#read.get(entry) ?? (await this.#readNew(entry))
    this.#layers += read.chains.length
    if (this.#layers > MOST_LAYERS)
      refuse('bad-config', this.#tar, entry, `rootfs.diff_ids: ${MOST_LAYERS} in all images`)
    return read
  }

  async #readNew(entry: Entry): Promise<ReadConfig> {
    const { bytes, config } = await readConfig(this.#tar, entry)
    const read = { config, id: await sha256(bytes), chains: await chainIds(config.diffIds) }
    this.#read.set(entry, read)
    return read
  }
}
