import type { SaveState } from '../model/job'
import type { Progress } from '../model/progress'
import { kitName } from '../core/handover/kit/names'
import { saveKits } from '../output/save-kits'
import type { MainApi } from '../worker/main/api'
import { carriedArchives } from './carried-archives'
import { numbered, type Consignment } from './consignment'
import type { Files } from './files.svelte'
import type { Hashing } from './hashing.svelte'
import { KitMaking } from './jobs/kit-making'
import { Running } from './jobs/running'
import { recordBlob } from './kit-texts'
import type { Locale } from './locale.svelte'
import type { Options } from './options.svelte'
import type { PickedSites } from './picked-sites.svelte'
import type { Plans } from './plans.svelte'
import { Saves } from './saves.svelte'
import { inWorker, type Summing } from './summing'
import type { ToCarry } from './to-carry.svelte'

/** What a kit is made of. */
interface KitParts {
  readonly toCarry: ToCarry
  readonly files: Files
  readonly options: Options
  readonly plans: Plans
  readonly picked: PickedSites
  readonly locale: Locale
}

const [KIT, RECORD] = ['kit', 'record']

/** What is carried, as a folder for somebody who has never seen this page; and the record of it. */
export class Kits {
  readonly #parts: KitParts
  readonly #making: KitMaking
  readonly #summing: Summing
  readonly #carried = $derived.by(() => carriedArchives(this.#parts.toCarry))
  readonly #running = new Running()
  readonly #records: Saves
  #kept = $state.raw<{ readonly state: SaveState; readonly stamp: string } | undefined>()

  constructor(door: MainApi, parts: KitParts, hashing: Hashing, summing: Summing = inWorker) {
    this.#parts = parts
    this.#making = new KitMaking(door, parts.files, hashing)
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
    const consignment = this.#consignment()
    const { name, archives } = consignment
    if (archives.length === 0) return
    const show = (progress?: Progress) => this.#show({ kind: 'saving', ...(progress && { progress }) })
    show()
    const outcome = await this.#running.run(
      KIT,
      async (onProgress, signal): Promise<SaveState> => {
        const kits = [this.#making.kit(consignment)]
        const { how, failed } = await this.#summing(
          (passOn) => saveKits(kits, `${name}.zip`, { onProgress, signal, passOn, onTurn: () => {} }),
          signal,
        )
        for (const { thrown } of failed) throw thrown
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
    const consignment = this.#consignment()
    const [first] = consignment.archives
    if (!first) return
    const name = consignment.name.replace(/\.kit$/, `.record.${kind}`)
    const make = async (...told: Parameters<typeof first.output.make>) =>
      recordBlob(kind, await this.#making.record(consignment, ...told), this.#parts.locale.messages)
    await this.#records.one({ id: RECORD, name, source: first.output.source, bytes: 0, make })
  }

  cancelRecord(): void {
    this.#records.cancel(RECORD)
  }

  #consignment(): Consignment {
    const { files, options, picked } = this.#parts
    const archives = numbered(this.#carried)
    const old = files.basesRead.flatMap(({ view }) => (view.kind === 'archive' ? view.images : []))
    return {
      name: this.#name(archives),
      archives,
      sites: picked.picked,
      form: options.form,
      there: files.bases,
      old: old.map(({ name, layers }) => ({ name, diffIds: layers.map(({ diffId }) => diffId) })),
      together: options.together,
    }
  }

  #name(archives: Consignment['archives']): string {
    const { picked } = this.#parts.picked
    const [first] = archives
    if (first && archives.length === 1) return kitName({ archive: first.output.source })
    return kitName({ site: picked.length === 1 ? picked[0] : undefined, date: new Date() })
  }

  #show(state: SaveState | undefined): void {
    this.#kept = state && { state, stamp: this.#parts.plans.stamp }
  }
}
