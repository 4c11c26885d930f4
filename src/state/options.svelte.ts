import { formIds, type FormId } from '../core/form/form-id'
import { traits } from '../core/form/traits'
import type { Packaging } from '../output/output'
import type { Files } from './files.svelte'

/** How the targets are to travel. */
export class Options {
  readonly forms = formIds
  form = $state<FormId>('universal')
  /** Whether one platform of several can be sent alone. */
  readonly offersPlatforms = $derived(traits[this.form].offersPlatforms)
  gzip = $state(false)
  /** Bytes; undefined: in one piece. */
  partSize = $state<number | undefined>()
  /** Whether what is saved is hashed first; undecided: where that takes no time to speak of. */
  check = $state<boolean | undefined>()
  readonly packaging = $derived<Packaging>({ gzip: this.gzip, partSize: this.partSize })
  /** Undecided: where there is no base. */
  #together = $state<boolean | undefined>()
  readonly #files: Files

  constructor(files: Files) {
    this.#files = files
  }

  /** Whether the targets travel together, each leaving out what an earlier one brings. */
  get together(): boolean {
    return this.#files.targets.length > 1 && (this.#together ?? this.#files.bases.length === 0)
  }

  set together(together: boolean) {
    this.#together = together
  }
}
