import { plainName } from '../core/view/output-names'
import type { RestoredFrom } from '../model/carry-row'
import type { Item } from '../model/item'
import type { Files } from './files.svelte'
import { knownView } from './roles'

/** Of more nobody needs all. */
const FEW = 3

/** What the scripts open. */
const READABLE = /\.(?:tar(?:\.(?:gz|zst|xz|bz2))?|tgz|tzst|txz|tbz2?)$/i

/** What is the same for all that travels together. */
export interface Sources extends Pick<RestoredFrom, 'bases' | 'image'> {
  /** All of it as it comes out, in the order of loading. */
  readonly inOrder: readonly string[]
}

/** @param order the ids of what travels together, as it is loaded. */
export function sourcesOf(order: readonly string[], files: Pick<Files, 'item' | 'bases'>): Sources {
  const there = files.bases.filter(({ state }) => knownView(state)?.kind === 'archive')
  const readable = there.every(({ member, file }) => member === undefined && READABLE.test(file.name))
  const [only, ...others] = there
  return {
    bases: there.length <= FEW && readable ? there.map(({ file }) => file.name) : [],
    image: only && others.length === 0 ? imageIn(only) : undefined,
    inOrder: order.flatMap((id) => files.item(id)?.name ?? []).map(plainName),
  }
}

/** @param place in the order of loading, from 1; 0 where it travels alone. */
export const restoredFrom = ({ name }: Item, place: number, { bases, image, inOrder }: Sources): RestoredFrom => ({
  bases,
  image,
  after: inOrder.slice(0, Math.max(0, place - 1)),
  name: plainName(name),
})

function imageIn({ state }: Item): string | undefined {
  const view = knownView(state)
  const tag = view?.kind === 'archive' && view.imageCount === 1 ? view.images[0]?.tags[0] : undefined
  // An engine would take it for an option.
  return tag?.startsWith('-') ? undefined : tag
}
