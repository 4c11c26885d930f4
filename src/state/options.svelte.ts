import type { Codec } from '../core/delta/note'
import { familyOf, loaderIds, type LoaderId } from '../core/engine/loader'
import { formIds, type FormId } from '../core/form/form-id'
import { formsFor, harmfulTo } from '../core/form/loaders'
import { traits } from '../core/form/traits'
import type { Packaging } from '../output/output'
import type { Files } from './files.svelte'

/** How the targets are to travel. */
export class Options {
  /** Those that something can be written for. */
  readonly loaders = loaderIds.filter((id) => formsFor[id].length > 0)
  /** Undecided: as what is there tells. */
  #loadsWith = $state<LoaderId | undefined>()
  /** Undecided: the best for whom it is. */
  #form = $state<FormId | undefined>()
  /** Of what a compact archive carries: what the other side has to unpack it with. */
  codec = $state<Codec>('zstd')
  gzip = $state(false)
  /** Bytes; undefined: in one piece. */
  partSize = $state<number | undefined>()
  /** Whether what is saved is hashed first; undecided: where that takes no time to speak of. */
  check = $state<boolean | undefined>()
  readonly packaging = $derived<Packaging>({ gzip: this.gzip, partSize: this.partSize })
  /** Undecided: where there is no base. */
  #together = $state<boolean | undefined>()
  readonly #files: Files
  /** Who loads there, as inventories and sites tell, where they agree. */
  readonly #told = $derived.by(() => {
    const told = this.#files.basesKnown.flatMap(({ view }) => ('loader' in view ? (view.loader ?? []) : []))
    return new Set(told).size === 1 ? told[0] : undefined
  })
  /** Whether one platform of several can be sent alone. */
  readonly offersPlatforms = $derived.by(() => traits[this.form].offersPlatforms)
  /** Whether no engine takes what is carried before it is made whole again. */
  readonly restoredFirst = $derived.by(() => traits[this.form].restoredFirst)

  constructor(files: Files) {
    this.#files = files
  }

  get loadsWith(): LoaderId {
    return this.#loadsWith ?? this.#told ?? 'docker'
  }

  /** The form follows. */
  set loadsWith(loader: LoaderId) {
    this.#loadsWith = loader
    this.#form = undefined
  }

  /** Whether nobody said it, and something that is there told it. */
  get isGuessed(): boolean {
    return this.#loadsWith === undefined && this.#told !== undefined
  }

  /** What a site that is kept remembers: as it was said, or told. */
  get keptLoader(): LoaderId | undefined {
    return this.#loadsWith ?? this.#told
  }

  /** The one engine that has to load it, where somebody said so. */
  get engine() {
    return this.#loadsWith && familyOf[this.#loadsWith]
  }

  /** Those that can be chosen. */
  get forms(): readonly FormId[] {
    return formIds.filter((id) => !harmfulTo[this.loadsWith]?.includes(id))
  }

  get form(): FormId {
    const [best = 'universal'] = formsFor[this.loadsWith]
    return this.#form && this.forms.includes(this.#form) ? this.#form : best
  }

  /** Who takes it in follows, where the one so far takes no such thing. */
  set form(form: FormId) {
    if (!formsFor[this.loadsWith].includes(form)) this.#loadsWith = this.#takerOf(form)
    this.#form = form
  }

  /** Whether the targets travel together, each leaving out what an earlier one brings. */
  get together(): boolean {
    return this.#files.targets.length > 1 && (this.#together ?? this.#files.bases.length === 0)
  }

  set together(together: boolean) {
    this.#together = together
  }

  /** Undefined: whoever is there. */
  #takerOf(form: FormId): LoaderId | undefined {
    const takes = (id: LoaderId) => formsFor[id].includes(form)
    return takes(this.#told ?? 'docker') ? undefined : this.loaders.find(takes)
  }
}
