import { Checks } from './checks.svelte'
import { Deliveries } from './deliveries.svelte'
import type { MainApi } from '../worker/main/api'
import { Files, isSite } from './files.svelte'
import { Fingerprints } from './fingerprints.svelte'
import { Hashing } from './hashing.svelte'
import { Hosts } from './hosts.svelte'
import { InsideLayer } from './inside-layer.svelte'
import type { Messages } from '../messages'
import { Locale } from './locale.svelte'
import { Options } from './options.svelte'
import type { Packings } from './packings.svelte'
import { PickedSites } from './picked-sites.svelte'
import { Plans } from './plans.svelte'
import { Proof } from './proof.svelte'
import type { GivenRecord } from './records'
import { Sample } from './sample.svelte'
import type { SiteTable } from './site-table.svelte'
import { fileOfSite, Sites, type SiteStore } from './sites.svelte'
import { ToCarry } from './to-carry.svelte'

/** What the page knows and can do, put together from its parts. */
export class Session {
  readonly locale: Locale
  readonly files: Files
  readonly hosts: Hosts
  readonly options: Options
  readonly sites: Sites
  readonly picked: PickedSites
  readonly plans: Plans
  readonly toCarry: ToCarry
  readonly fingerprints: Fingerprints
  readonly checks: Checks
  readonly insideLayer: InsideLayer
  readonly sample: Sample
  readonly proof: Proof
  /** They come with the first list. */
  readonly packings: () => Promise<Packings>
  /** For what comes later, and is made of these. */
  readonly door: MainApi
  readonly hashing = new Hashing()
  /** One that was given among the files. */
  record = $state.raw<GivenRecord | undefined>()
  /** It comes when it is looked at. */
  readonly siteTable: () => Promise<SiteTable>
  #pastes = 0

  /** @param openDoor opens the worker's door; what it is given is to be told when the worker died, and its files with it. */
  constructor(messages: Messages, openDoor: (onDeath: () => void) => MainApi, store?: SiteStore) {
    this.locale = new Locale(messages)
    const door = (this.door = openDoor(() => this.files.reopen()))
    const { hashing } = this
    const files = (this.files = new Files(door))
    const hosts = (this.hosts = new Hosts(files))
    const options = (this.options = new Options(files))
    this.sites = new Sites(door, (name, site) => this.#reread(name, fileOfSite(site)), store)
    this.picked = new PickedSites(files, hosts, this.sites, () => options.keptLoader)
    const deliveries = new Deliveries(door, this.sites, this.picked)
    const plans = (this.plans = new Plans(door, { files, hosts, options, deliveries }))
    this.toCarry = new ToCarry(door, { files, options, plans, deliveries, hashing })
    this.fingerprints = new Fingerprints(door, files)
    this.checks = new Checks(door, files, hosts, hashing)
    this.insideLayer = new InsideLayer(door)
    this.sample = new Sample(door, files)
    this.proof = new Proof(door)
    let table: Promise<SiteTable> | undefined
    this.siteTable = () =>
      (table ??= import('./site-table.svelte').then(
        ({ SiteTable }) => new SiteTable(door, { files, options, sites: this.sites, deliveries }),
      ))
    let packings: Promise<Packings> | undefined
    this.packings = () =>
      (packings ??= import('./packings.svelte').then(({ Packings }) => new Packings(door, files, hosts)))
    files.elsewhere = (file) => this.#isRecord(file)
  }

  paste(text: string): void {
    const name = this.locale.messages.file.pasteName(++this.#pastes)
    this.files.add([new File([text], name, { type: 'application/json' })], 'base')
  }

  /** With whatever is under way for it. */
  remove(id: string): void {
    this.toCarry.forget(id)
    this.fingerprints.cancel(id)
    this.checks.cancel(id)
    this.files.remove(id)
  }

  /** A record is no file to plan with: it is shown. */
  async #isRecord(file: File): Promise<boolean> {
    const { recordIn } = await import('./records')
    const given = await recordIn(file)
    if (given) this.record = given
    return given !== undefined
  }

  /** A remembered site is another now: wherever it was picked, its file is read anew. */
  #reread(name: string, file: File): void {
    for (const { id, view } of this.files.basesKnown) if (isSite(view, name)) this.files.replace(id, file)
  }
}
