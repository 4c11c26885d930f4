import { untrack } from 'svelte'
import type { Hashed } from '../core/check/to-hash'
import { faultOf } from '../core/errors'
import { checkName } from '../core/view/output-names'
import type { CheckState } from '../model/check'
import type { Item } from '../model/item'
import type { Progress } from '../model/progress'
import { until } from '../worker/door/until'
import type { MainApi } from '../worker/main/api'
import type { Files } from './files.svelte'
import type { Hashing } from './hashing.svelte'
import type { Hosts } from './hosts.svelte'
import { Running } from './jobs/running'
import { Saves } from './saves.svelte'

/** A check of one edition of a file: another file behind it is another check. */
interface Kept {
  readonly edition: number
  readonly state: CheckState
  /** What came of hashing it: what it says of the destination follows the destination, and nothing is hashed anew. */
  readonly hashed?: readonly Hashed[]
  /** What was there when it was told, and by which key. */
  readonly stamp?: string
}

/** The files that are checked, byte for byte, and what was found. */
export class Checks {
  /** A text that holds the key to verify signatures with: who changes it is told anew. */
  publicKey = $state<string>()
  #kept = $state.raw<ReadonlyMap<string, Kept>>(new Map())
  readonly #running = new Running()
  readonly #door: MainApi
  readonly #files: Files
  readonly #hosts: Hosts
  readonly #hashing: Hashing
  readonly #saves: Saves
  /** What is there, and the key, as one stamp. */
  readonly #stamp = $derived.by(() => JSON.stringify([this.#bases, this.#hosts.mode, this.publicKey]))
  readonly #bases = $derived.by(() => this.#files.basesRead.map(({ id }) => [id, this.#editionOf(id)] as const))

  constructor(door: MainApi, files: Files, hosts: Hosts, hashing: Hashing) {
    this.#door = door
    this.#files = files
    this.#hosts = hosts
    this.#hashing = hashing
    this.#saves = new Saves(door)
    $effect.root(() => {
      $effect(() => this.#follow(this.#stamp))
    })
  }

  get(id: string): CheckState | undefined {
    const kept = this.#kept.get(id)
    return kept && kept.edition === this.#editionOf(id) ? kept.state : undefined
  }

  async check({ id, name }: Pick<Item, 'id' | 'name'>): Promise<void> {
    this.#set(id, { kind: 'checking' })
    const show = (progress: Progress) => this.#set(id, { kind: 'checking', progress })
    const outcome = await this.#running.run(
      id,
      async (onProgress, signal) => {
        await until(signal, this.#files.withBytes(id))
        const blobs = await until(signal, this.#door.toHash(id))
        const hashed = await this.#hashing.all(blobs, onProgress, signal)
        return { hashed, ...(await until(signal, this.#report(id, hashed))) }
      },
      show,
      name,
    )
    if (outcome.kind === 'replaced') return
    if (outcome.kind === 'done') {
      const { report, ...known } = outcome.value
      this.#set(id, { kind: 'checked', report }, known)
    } else this.#set(id, outcome.kind === 'failed' ? outcome : undefined)
  }

  cancel(id: string): void {
    this.#running.cancel(id)
  }

  /** As JSON. Call it within a click: a picker may open. */
  async save({ id, name }: Pick<Item, 'id' | 'name'>): Promise<void> {
    const state = this.get(id)
    if (state?.kind !== 'checked') return
    const json = new Blob([`${JSON.stringify(state.report, undefined, 2)}\n`], { type: 'application/json' })
    const output = { id, name: checkName(name), source: name, bytes: json.size, make: async () => json }
    await this.#saves.one(output)
  }

  /** What is there is another now: who of it has what an archive lacks is asked once more. */
  #follow(stamp: string): void {
    for (const [id, { hashed, stamp: told }] of untrack(() => this.#kept))
      if (hashed && told !== stamp) void this.#tellAgain(id, hashed)
  }

  async #tellAgain(id: string, hashed: readonly Hashed[]): Promise<void> {
    const told = await this.#report(id, hashed).catch((thrown: unknown) => faultOf(thrown))
    // Its worker died, or it was removed meanwhile: what was told stands.
    if ('report' in told && this.#kept.get(id)?.hashed === hashed)
      this.#set(id, { kind: 'checked', report: told.report }, { hashed, stamp: told.stamp })
  }

  async #report(id: string, hashed: readonly Hashed[]) {
    const stamp = untrack(() => this.#stamp)
    const bases = untrack(() => this.#bases).flatMap(([base]) => (base === id ? [] : [base]))
    return {
      stamp,
      report: await this.#door.checked(id, hashed, { bases, mode: this.#hosts.mode, publicKey: this.publicKey }),
    }
  }

  readonly #editionOf = (id: string) => this.#files.items.find((item) => item.id === id)?.edition ?? 0

  #set(id: string, state: CheckState | undefined, known: Pick<Kept, 'hashed' | 'stamp'> = {}): void {
    const others = [...untrack(() => this.#kept)].filter(([other]) => other !== id && this.#files.item(other))
    const edition = this.#files.item(id)?.edition ?? 0
    this.#kept = new Map(state ? [...others, [id, { edition, state, ...known }]] : others)
  }
}
