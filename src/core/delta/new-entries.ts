import { Entries, type EntryPlace } from './entries'

/** An entry of the new layer, and the old one that it is most likely made of. */
export interface NewEntry extends EntryPlace {
  readonly partner: EntryPlace | undefined
}

/** The entries of the new layer, in their order. */
export class NewEntries {
  readonly #entries = new Entries()
  /** By the same numbers. */
  readonly #partners = new Entries()

  add(entry: NewEntry): void {
    this.#entries.add(entry)
    this.#partners.add(entry.partner ?? NOBODY)
  }

  /** Counted from 0 on; undefined behind the last. */
  get(number: number): NewEntry | undefined {
    const entry = this.#entries.get(number)
    const partner = this.#partners.get(number)
    return entry && { ...entry, partner: partner && partner.at >= 0 ? partner : undefined }
  }
}

const NOBODY: EntryPlace = { at: -1, start: -1, size: 0, next: -1 }
