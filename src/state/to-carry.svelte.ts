import { traits } from '../core/form/traits'
import type { DrawnImages } from '../core/view/picture'
import type { CarryRow } from '../model/carry-row'
import type { CarrySet } from '../model/carry-set'
import type { Item } from '../model/item'
import type { PlanState } from '../model/job'
import type { Output } from '../output/output'
import { withUniqueNames } from '../output/unique-names'
import { Sizes } from './sizes.svelte'
import { carriedBy, restorableOf, savedAs, slimBytes, sumOf } from './carried'
import { compactOffer, unmade } from './compact-offer'
import { Compacts } from './compacts.svelte'
import { DamagedBases } from './damaged-bases.svelte'
import type { Deliveries } from './deliveries.svelte'
import type { MainApi } from '../worker/main/api'
import type { Hashing } from './hashing.svelte'
import type { Files } from './files.svelte'
import type { Options } from './options.svelte'
import type { Plans } from './plans.svelte'
import { Slimming } from './jobs/slimming'
import { restoredFrom, sourcesOf } from './restored-from'
import { restoredTarget, Restores, type RestoreParts } from './restores.svelte'
import { Saves } from './saves.svelte'
import { UnpackedLayers } from './unpacked-layers'

/** What the rows are made of. */
export interface Parts {
  readonly files: Files
  readonly options: Options
  readonly plans: Plans
  readonly deliveries: Deliveries
  readonly hashing: Hashing
}

/** Seconds for which nobody minds to wait. */
const LITTLE = 10

/** The save of all outputs at once, among the saves; and that of all that are joined. */
const ALL = 'all'
const JOINED = 'joined'

/** What is to be carried: a row a target, and its saves and deliveries. */
export class ToCarry {
  readonly options: Options
  readonly slimming: Slimming
  readonly #door: MainApi
  readonly #parts: Parts
  readonly #saves: Saves
  readonly #restores: Restores
  readonly #restoring: RestoreParts
  readonly #sizes: Sizes
  readonly #compacts: Compacts
  readonly damagedBases = new DamagedBases((id) => this.#stampOf(id))
  readonly #sources = $derived.by(() => sourcesOf(this.#parts.plans.order, this.#parts.files))
  readonly rows = $derived.by(() => this.#parts.files.targets.map((item) => this.#rowOf(item)))
  readonly #outputs = $derived.by(() => this.rows.flatMap((row) => this.#outputOf(row) ?? []))
  /** The archives that may be joined to one: several, of which some lack layers. */
  readonly joinable = $derived.by(() => {
    const reports = this.rows.flatMap(({ plan, delivered }) =>
      plan?.kind === 'current' && !delivered ? [plan.report] : [],
    )
    return reports.length > 1 && reports.some(({ restorable }) => restorable) ? reports.length : 0
  })
  readonly joining = $derived.by(() => this.#saves.get(JOINED))
  readonly damagedInJoin = $derived.by(() => this.damagedBases.get(JOINED))
  /** All of them, as one. */
  readonly set = $derived.by((): CarrySet => ({
    count: this.#outputs.length,
    sum: sumOf(this.rows),
    slim: this.rows.some(({ carried }) => carried?.whole === false),
    saving: this.#saves.get(ALL),
    together: this.rows.length > 1 ? this.options.together : undefined,
    sizes: this.#sizes.current,
  }))
  /** What hashing all that is to be carried takes, in seconds. */
  readonly checkSeconds = $derived.by(() => slimBytes(this.rows) / this.#parts.hashing.bytesPerSecond)
  readonly #hasBases = $derived.by(() => this.#parts.files.basesRead.some(({ view }) => view.kind === 'archive'))
  /** What it would be in the compact form, where much is carried in another that may stand inside of layers that are there. */
  readonly compactOffer = $derived.by(() =>
    this.#hasBases && !this.options.restoredFirst ? compactOffer(this.#outputs, this.#compacts) : undefined,
  )
  /** What compact archives would come to, or will, is told while nothing else is to be done. */
  readonly #toEstimate = $derived.by(() => {
    const isWanted = this.#hasBases && (this.options.restoredFirst || this.compactOffer)
    return isWanted && this.#parts.plans.settled && !this.#saves.isBusy ? unmade(this.rows, this.options) : []
  })
  /** Whether saves are checked as they are made. */
  readonly checks = $derived.by(() => this.options.check ?? this.checkSeconds <= LITTLE)

  constructor(door: MainApi, parts: Parts) {
    this.#door = door
    this.#parts = parts
    this.options = parts.options
    this.#saves = new Saves(door, (id) => this.#stampOf(id))
    this.#sizes = new Sizes(door, parts.plans)
    const { files, hashing } = parts
    const layers = new UnpackedLayers()
    const compacts = (this.#compacts = new Compacts(
      door,
      { ...parts, isBusy: () => this.#saves.isBusy },
      () => this.#toEstimate,
    ))
    const damagedBases = this.damagedBases
    const checks = () => this.checks
    this.slimming = new Slimming(door, hashing, checks)
    this.#restoring = { files, hashing, layers, compacts, damagedBases, saves: this.#saves, checks }
    this.#restores = new Restores(door, this.#restoring)
  }

  /** Once there is a plan, a target's picture shows what is carried and what stays; of what was delivered, as it was then. */
  imagesOf(id: string): DrawnImages | undefined {
    const plan = this.rows.find(({ item }) => item.id === id)?.plan
    return plan?.kind === 'current' ? plan.report : undefined
  }

  /** Call the saves within a click: a picker may open. */
  async save(id: string): Promise<void> {
    const output = this.#outputs.find((one) => one.id === id)
    if (output) await this.#saves.one(output, this.options.packaging)
  }

  /** What is written of a target, where something is. */
  output(id: string): Output | undefined {
    return this.#outputs.find((one) => one.id === id)
  }

  saveAll(): Promise<void> {
    return this.#saves.all(ALL, withUniqueNames(this.#outputs), this.options.packaging, 'slim-images.zip')
  }

  /** The target whole again, with the layers that it lacks. Call it within a click, too. */
  async restore(id: string): Promise<void> {
    const row = this.rows.find(({ item }) => item.id === id)
    const request = this.#parts.plans.request(id)
    if (!row || !request) return
    const { item, restorable } = row
    await this.#restores.one({ item, choice: request.choice, restorable }, this.options.packaging)
  }

  /** All targets, each made whole, as one archive. Call it within a click, too. */
  async join(): Promise<void> {
    const { plans } = this.#parts
    const rows = this.rows.filter(({ plan, delivered }) => plan?.kind === 'current' && !delivered)
    const ids = rows
      .map(({ item }) => item.id)
      .toSorted((one, other) => place(plans.order, one) - place(plans.order, other))
    const request = ids[0] === undefined ? undefined : plans.request(ids[0])
    if (!request) return
    const { join } = await import('./join')
    const joined = { id: JOINED, targets: ids, choice: { ...request.choice, before: [] } }
    await join(this.#door, this.#restoring, joined, this.options.packaging)
  }

  cancelJoin(): void {
    this.#saves.cancel(JOINED)
  }

  cancelRestore(id: string): void {
    this.#restores.cancel(id)
  }

  /** The target is gone. */
  forget(id: string): void {
    this.cancel(id)
    this.#compacts.drop(id)
    this.damagedBases.forget(id)
    this.#restores.forget(id)
  }

  cancel(id: string): void {
    this.#saves.cancel(id)
  }

  cancelAll(): void {
    this.#saves.cancel(ALL)
  }

  /** Plans once more what could not be planned. */
  retry(id: string): void {
    this.#parts.plans.retry(id)
  }

  travel(together: boolean): void {
    this.options.together = together
  }

  async deliver(id: string): Promise<void> {
    const { deliveries, plans } = this.#parts
    const plan = plans.get(id)
    const request = plans.request(id)
    if (request && plan?.kind === 'current') await deliveries.deliver({ request, report: plan.report })
  }

  takeBack(id: string): Promise<void> {
    return this.#parts.deliveries.takeBack(id)
  }

  #stampOf(key: string): string | undefined {
    const { deliveries, plans } = this.#parts
    if (key === ALL || key === JOINED) return plans.stamp
    const id = restoredTarget(key) ?? key
    return (deliveries.done(id)?.carried.request ?? plans.request(id))?.stamp
  }

  #rowOf(item: Item): CarryRow {
    const { id } = item
    const { deliveries, plans } = this.#parts
    const delivered = deliveries.done(id)
    const plan: PlanState | undefined = delivered
      ? { kind: 'current', report: delivered.carried.report }
      : this.#compacts.known(id, plans.get(id))
    const place = plans.order.indexOf(id) + 1
    const carried = delivered ? undefined : carriedBy(plan, place, () => this.#compacts.estimate(id))
    return {
      item,
      plan,
      saving: this.#saves.get(id),
      cost: delivered ? undefined : this.#compacts.cost(id),
      restorable: delivered ? undefined : restorableOf(item, plan),
      restoring: this.#restores.get(id),
      damaged: this.damagedBases.get(id),
      carried,
      place,
      from: restoredFrom(item, place, this.#sources),
      fileName: savedAs(item, plan, { whole: carried?.whole ?? false, gzip: this.options.gzip }),
      delivered,
      sites: deliveries.due(id),
    }
  }

  /** What is written of a target, slim or whole, where something is. */
  #outputOf({ item, carried, fileName }: CarryRow): Output | undefined {
    const { id, name } = item
    const request = this.#parts.plans.request(id)
    if (!carried || !request) return undefined
    const make: Output['make'] = carried.whole
      ? () => this.#door.whole(id)
      : (onProgress, signal) =>
          traits[request.choice.form].restoredFirst
            ? this.damagedBases.toldOf(id, () =>
                this.#compacts.make({ id, choice: request.choice, onProgress, signal }),
              )
            : this.slimming.make(id, request.choice, onProgress, signal)
    const forget = () => void this.#compacts.forget(id)
    return { id, name: fileName, source: name, bytes: carried.kept, make, forget }
  }
}

/** In the order of loading; those that travel for themselves stay as they were given. */
const place = (order: readonly string[], id: string) => order.indexOf(id)
