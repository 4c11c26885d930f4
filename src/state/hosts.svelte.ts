import type { HostMode } from '../core/destination/destination'
import type { SiteView } from '../core/view/file-view'
import type { Files } from './files.svelte'

/** The hosts that speak of what they have, and whether they are one or several. */
export class Hosts {
  /** Undecided: sites are several hosts, inventories one. */
  #chosen = $state<HostMode | undefined>()
  readonly #files: Files
  readonly #sites = $derived.by(() =>
    this.#files.basesKnown.flatMap(({ view }): SiteView[] => (view.kind === 'site' ? [view] : [])),
  )
  /** Each by an inventory or a site. */
  readonly count = $derived.by(
    () =>
      this.#files.basesKnown.filter(({ view }) => view.kind === 'inventory').length +
      this.#sites.reduce((sum, { mode, inventories }) => sum + (mode === 'every-host' ? inventories : 1), 0),
  )
  readonly mode = $derived.by<HostMode>(() => {
    if (this.#chosen) return this.#chosen
    return this.#sites.length > 1 || this.#sites.some(({ mode }) => mode === 'every-host') ? 'every-host' : 'one-host'
  })

  constructor(files: Files) {
    this.#files = files
  }

  choose(mode: HostMode): void {
    this.#chosen = mode
  }
}
