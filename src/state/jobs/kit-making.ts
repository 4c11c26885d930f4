import { contentsOnceWhole, type ArchiveContents } from '../../core/handover/contents'
import type { TransferRecord } from '../../core/handover/record/record'
import type { Kit } from '../../output/kit'
import type { OnProgress } from '../../output/output'
import { readingFrom } from '../../output/write'
import type { MainApi } from '../../worker/main/api'
import type { CarriedArchive } from '../carried-archives'
import type { Consignment, Given } from '../consignment'
import type { Files } from '../files.svelte'
import type { Hashing } from '../hashing.svelte'
import { recordOf, textsOf, type Made, type Transfer } from '../kit-texts'

/** Seconds for which nobody minds to wait. */
const LITTLE = 10

/** Makes kits and records of consignments, and keeps the sums of what was hashed for one of them. */
export class KitMaking {
  readonly #door: Pick<MainApi, 'contents' | 'whole'>
  readonly #files: Pick<Files, 'item'>
  readonly #hashing: Hashing
  /** SHA-256, in hex, of files that were read whole. */
  readonly #sums = new WeakMap<File, string>()

  constructor(door: Pick<MainApi, 'contents' | 'whole'>, files: Pick<Files, 'item'>, hashing: Hashing) {
    this.#door = door
    this.#files = files
    this.#hashing = hashing
  }

  kit(consignment: Consignment): Kit {
    const { name, archives, there } = consignment
    let made: readonly Made[] = []
    return {
      name,
      bytes: archives.reduce((sum, { output }) => sum + output.bytes, 0),
      make: async (onProgress, signal) => {
        made = await this.#made(consignment, onProgress, signal)
        // What goes in is not read whole for a kit: only where that is soon done.
        const given = [...there, ...this.#inputs(archives)].map(({ file }) => file)
        if (given.reduce((sum, { size }) => sum + size, 0) / this.#hashing.bytesPerSecond <= LITTLE)
          await this.#hash(given, onProgress, signal)
        return made.map(({ file, source, blob }) => ({ name: file, source, blob }))
      },
      texts: (sums) => textsOf(name, this.#transfer(consignment), made, sums),
    }
  }

  /** All that it speaks of is hashed first. */
  async record(consignment: Consignment, onProgress: OnProgress, signal: AbortSignal): Promise<TransferRecord> {
    const { archives, there } = consignment
    const made = await this.#made(consignment, onProgress, signal)
    const outputs = made.map(({ file, blob }) => new File([blob], file))
    const given = [...there, ...this.#inputs(archives)].map(({ file }) => file)
    await this.#hash([...given, ...outputs], onProgress, signal)
    const sums = new Map(outputs.map((file) => [file.name, this.#sums.get(file) ?? '']))
    return recordOf(this.#transfer(consignment), made, sums)
  }

  /** One after the other: each may have to be hashed before it is made. */
  async #made({ archives, old, together }: Consignment, onProgress: OnProgress, signal: AbortSignal): Promise<Made[]> {
    const made: Made[] = []
    for (const { output, report, whole, damaged } of archives) {
      const { name: file, source } = output
      const blob = await readingFrom(source, () => output.make(onProgress, signal))
      signal.throwIfAborted()
      const restored = report.restoredFirst && !whole
      const contents = restored ? await this.#onceWhole(output.id, file) : await this.#door.contents(blob, file)
      const uponEarlier = restored && together && made.length > 0
      // It may have been restored here: what that went around is no concern of what is carried.
      const [uponOld, around] = restored ? [old, damaged()] : [undefined, []]
      made.push({ file, source, blob, report, whole, contents, old: uponOld, uponEarlier, damaged: around })
    }
    return made
  }

  /** What is in an archive that is made whole again over there. */
  async #onceWhole(id: string, file: string): Promise<ArchiveContents> {
    return contentsOnceWhole(await this.#door.contents(await this.#door.whole(id), file))
  }

  async #hash(files: readonly File[], onProgress: OnProgress, signal: AbortSignal): Promise<void> {
    const left = [...new Set(files)].filter((file) => !this.#sums.has(file))
    const asked = left.map((bytes, start) => ({ start, bytes, digest: 'sha256' as const, unpack: undefined }))
    for (const { start, digest } of await this.#hashing.all(asked, onProgress, signal))
      this.#sums.set(left[start]!, digest.slice('sha256:'.length))
  }

  /** Of an archive that lay in another file, that one is what was given. */
  #inputs(archives: readonly CarriedArchive[]): Given[] {
    return archives.flatMap(({ output }) => this.#files.item(output.id) ?? [])
  }

  #transfer({ archives, sites, form, there }: Consignment): Transfer {
    const recorded = ({ name, file }: Given) => {
      const sha256 = this.#sums.get(file)
      const full = name === file.name ? name : `${file.name}: ${name}`
      return { name: full, bytes: file.size, ...(sha256 === undefined ? {} : { sha256 }) }
    }
    return {
      date: new Date().toISOString(),
      sites,
      form,
      there: there.map(recorded),
      inputs: this.#inputs(archives).map(recorded),
    }
  }
}
