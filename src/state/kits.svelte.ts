import type { Item } from '../model/item'
import type { SaveState } from '../model/job'
import type { Progress } from '../model/progress'
import { kitName, numberedName } from '../core/handover/kit/names'
import { saveKit, type Kit, type PassOn } from '../output/kit'
import type { OnProgress, Output } from '../output/output'
import { withUniqueNames } from '../output/unique-names'
import { readingFrom } from '../output/write'
import type { MainApi } from '../worker/main/api'
import { carriedArchives, type CarriedArchive } from './carried-archives'
import type { Files } from './files.svelte'
import type { Hashing } from './hashing.svelte'
import { Running } from './jobs/running'
import { recordBlob, recordOf, textsOf, type Made, type Transfer } from './kit-texts'
import type { Locale } from './locale.svelte'
import type { Options } from './options.svelte'
import type { PickedSites } from './picked-sites.svelte'
import type { Plans } from './plans.svelte'
import { Saves } from './saves.svelte'
import type { ToCarry } from './to-carry.svelte'

/** What a kit is made of. */
export interface KitParts {
  readonly toCarry: ToCarry
  readonly files: Files
  readonly options: Options
  readonly plans: Plans
  readonly picked: PickedSites
  readonly locale: Locale
}

/** Hashes what work writes, as it goes by. */
export type Summing = <T>(work: (passOn: PassOn) => Promise<T>, signal: AbortSignal) => Promise<T>

/** Workers come along only when they are needed. */
const inWorker: Summing = async (work, signal) => (await import('../worker/decoder/summing')).summing(work, signal)

/** Seconds for which nobody minds to wait. */
const LITTLE = 10

const [KIT, RECORD] = ['kit', 'record']

/** What is carried, as a folder for somebody who has never seen this page; and the record of it. */
export class Kits {
  readonly #door: MainApi
  readonly #parts: KitParts
  readonly #hashing: Hashing
  readonly #summing: Summing
  /** Its scripts hand archives to engines: what is to be restored first is none of theirs yet. */
  readonly #carried = $derived.by(() =>
    this.#parts.options.restoredFirst ? [] : carriedArchives(this.#parts.toCarry, this.#door),
  )
  readonly #running = new Running()
  readonly #records: Saves
  /** SHA-256, in hex, of files that were read whole. */
  readonly #sums = new WeakMap<File, string>()
  #kept = $state.raw<{ readonly state: SaveState; readonly stamp: string } | undefined>()

  constructor(door: MainApi, parts: KitParts, hashing: Hashing, summing: Summing = inWorker) {
    this.#door = door
    this.#parts = parts
    this.#hashing = hashing
    this.#summing = summing
    this.#records = new Saves(door, () => parts.plans.stamp)
  }

  /** How many archives go along. */
  get count(): number {
    return this.#carried.length
  }

  /** How the last kit ended is told as long as the next would be the same. */
  get saving(): SaveState | undefined {
    const kept = this.#kept
    return kept && (kept.state.kind === 'saving' || kept.stamp === this.#parts.plans.stamp) ? kept.state : undefined
  }

  get recording(): SaveState | undefined {
    return this.#records.get(RECORD)
  }

  /** Call it within a click: a picker may open. */
  async save(): Promise<void> {
    const archives = this.#archives()
    const name = this.#name(archives)
    if (archives.length === 0) return
    const show = (progress?: Progress) => this.#show({ kind: 'saving', ...(progress && { progress }) })
    show()
    const outcome = await this.#running.run(
      KIT,
      async (onProgress, signal): Promise<SaveState> => {
        const kit = this.#kit(name, archives)
        const how = await this.#summing((passOn) => saveKit(kit, { onProgress, signal }, passOn), signal)
        return { kind: 'saved', how, name: how === 'file' ? name : `${name}.zip` }
      },
      show,
      name,
    )
    if (outcome.kind === 'replaced') return
    this.#show(outcome.kind === 'done' ? outcome.value : outcome.kind === 'failed' ? outcome : undefined)
  }

  cancel(): void {
    this.#running.cancel(KIT)
  }

  /** All that it speaks of is hashed first. Call it within a click: a picker may open. */
  async record(kind: 'json' | 'html'): Promise<void> {
    const archives = this.#archives()
    const [first] = archives
    if (!first) return
    const make: Output['make'] = async (onProgress, signal) => {
      const made = await this.#made(archives, onProgress, signal)
      const outputs = made.map(({ file, blob }) => new File([blob], file))
      await this.#hash([...this.#given(archives), ...outputs], onProgress, signal)
      const sums = new Map(outputs.map((file) => [file.name, this.#sums.get(file) ?? '']))
      return recordBlob(kind, recordOf(this.#transfer(archives), made, sums), this.#parts.locale.messages)
    }
    const name = this.#name(archives).replace(/\.kit$/, `.record.${kind}`)
    await this.#records.one({ id: RECORD, name, source: first.output.source, bytes: 0, make }, PLAIN)
  }

  cancelRecord(): void {
    this.#records.cancel(RECORD)
  }

  #kit(name: string, archives: readonly CarriedArchive[]): Kit {
    let made: readonly Made[] = []
    return {
      name,
      make: async (onProgress, signal) => {
        made = await this.#made(archives, onProgress, signal)
        // What goes in is not read whole for a kit: only where that is soon done.
        const given = this.#given(archives)
        if (given.reduce((sum, { size }) => sum + size, 0) / this.#hashing.bytesPerSecond <= LITTLE)
          await this.#hash(given, onProgress, signal)
        return made.map(({ file, source, blob }) => ({ name: file, source, blob }))
      },
      texts: (sums) => textsOf(name, this.#transfer(archives), made, sums),
    }
  }

  /** One after the other: each may have to be hashed before it is made. */
  async #made(archives: readonly CarriedArchive[], onProgress: OnProgress, signal: AbortSignal): Promise<Made[]> {
    const made: Made[] = []
    for (const { output, report, whole } of archives) {
      const { name: file, source } = output
      const blob = await readingFrom(source, () => output.make(onProgress, signal))
      signal.throwIfAborted()
      made.push({ file, source, blob, report, whole, contents: await this.#door.contents(blob, file) })
    }
    return made
  }

  async #hash(files: readonly File[], onProgress: OnProgress, signal: AbortSignal): Promise<void> {
    const left = [...new Set(files)].filter((file) => !this.#sums.has(file))
    const asked = left.map((bytes, start) => ({ start, bytes, digest: 'sha256' as const, unpack: undefined }))
    for (const { start, digest } of await this.#hashing.all(asked, onProgress, signal))
      this.#sums.set(left[start]!, digest.slice('sha256:'.length))
  }

  /** Under the names that they have in a kit, which tell the order of loading; plain, as every engine takes them. */
  #archives(): CarriedArchive[] {
    const archives = this.#carried
    const plain = archives.map(({ output }) => ({ ...output, name: output.name.replace(/\.gz$/, '') }))
    return withUniqueNames(plain).map((output, at) => {
      return { ...archives[at]!, output: { ...output, name: numberedName(output.name, at + 1, archives.length) } }
    })
  }

  #name(archives: readonly CarriedArchive[]): string {
    const { picked } = this.#parts.picked
    const [first] = archives
    if (first && archives.length === 1) return kitName({ archive: first.output.source })
    return kitName({ site: picked.length === 1 ? picked[0] : undefined, date: new Date() })
  }

  #targets(archives: readonly CarriedArchive[]): Item[] {
    const ids = new Set(archives.map(({ output }) => output.id))
    return this.#parts.files.targets.filter(({ id }) => ids.has(id))
  }

  #given(archives: readonly CarriedArchive[]): File[] {
    return [...this.#parts.files.bases, ...this.#targets(archives)].map(({ file }) => file)
  }

  #transfer(archives: readonly CarriedArchive[]): Transfer {
    const { files, options, picked } = this.#parts
    // Of an archive that lay in another file, that one is what was given.
    const recorded = ({ name, file }: Item) => {
      const sha256 = this.#sums.get(file)
      const full = name === file.name ? name : `${file.name}: ${name}`
      return { name: full, bytes: file.size, ...(sha256 === undefined ? {} : { sha256 }) }
    }
    return {
      date: new Date().toISOString(),
      sites: picked.picked,
      form: options.form,
      there: files.bases.map(recorded),
      inputs: this.#targets(archives).map(recorded),
    }
  }

  #show(state: SaveState | undefined): void {
    this.#kept = state && { state, stamp: this.#parts.plans.stamp }
  }
}

const PLAIN = { gzip: false, partSize: undefined }
