import { located, type Located, type Place } from '../core/list/located'
import type { PackingList } from '../core/list/packing-list'
import type { MainApi } from '../worker/main/api'
import type { Files } from './files.svelte'
import type { Hosts } from './hosts.svelte'

/** A packing list beside what is given and what is there. */
export interface Packing {
  readonly id: string
  readonly name: string
  readonly list: PackingList
  readonly images: readonly Located[]
}

/** What was asked, of which files, and what came of it. */
interface Found {
  readonly wanted: ReadonlySet<string>
  readonly places: readonly Place[]
}

const NOTHING: Found = { wanted: new Set(), places: [] }

/** The packing lists that were given, and where their images are to be had: the worker knows the names. */
export class Packings {
  readonly #door: MainApi
  readonly #files: Files
  readonly #hosts: Hosts
  #found = $state.raw<Found>(NOTHING)
  #asked: object | undefined

  readonly #wanted = $derived.by(() => [
    ...new Set(this.#files.lists.flatMap(({ list }) => list.images.map(({ full }) => full))),
  ])
  readonly #places = $derived.by(() => [
    ...this.#files.targets.flatMap(({ id, name, state }) =>
      state.kind === 'ready' ? [{ id, name, side: 'given', isHost: false } as const] : [],
    ),
    ...this.#files.basesRead.map(({ id, view }) => {
      const name = view.kind === 'site' ? view.name : (this.#files.item(id)?.name ?? '')
      return { id, name, side: 'there', isHost: view.kind !== 'archive' } as const
    }),
  ])
  /** Those whose names were asked for. */
  readonly all = $derived.by((): readonly Packing[] =>
    this.#files.lists
      .filter(({ list }) => list.images.every(({ full }) => this.#found.wanted.has(full)))
      .map((listed) => ({
        ...listed,
        images: located(listed.list, this.#found.places, this.#hosts.mode === 'every-host'),
      })),
  )

  constructor(door: MainApi, files: Files, hosts: Hosts) {
    this.#door = door
    this.#files = files
    this.#hosts = hosts
    $effect.root(() => {
      $effect(() => void this.#ask(this.#wanted, this.#places))
    })
  }

  /** A worker that died meanwhile opens its files anew, and then it is asked again. */
  async #ask(wanted: readonly string[], places: readonly (Omit<Place, 'has'> & { readonly id: string })[]) {
    const asked = (this.#asked = {})
    const held = await this.#door.namesHeld(wanted, places.map(({ id }) => id)).catch(() => undefined) // prettier-ignore
    if (this.#asked !== asked || !held) return
    const found = places.map((place, at) => ({ ...place, has: new Set(held[at]) }))
    this.#found = { wanted: new Set(wanted), places: found }
  }
}
