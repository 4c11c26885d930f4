import type { NamedImage, PackingList } from './packing-list'

/** A file or a site, and which of the names that were asked for it has. */
export interface Place {
  readonly name: string
  readonly side: 'given' | 'there'
  /** Whether it speaks of one host, of which there may be several. */
  readonly isHost: boolean
  /** In full. */
  readonly has: ReadonlySet<string>
}

/** An image of a list, and where it is to be had. */
export interface Located extends NamedImage {
  /** Files among those to be sent that hold it. */
  readonly given: readonly string[]
  /** What speaks of the destination and has it, by that name. */
  readonly there: readonly string[]
  readonly state: 'given' | 'there' | 'missing'
}

/**
 * Each image of the list, beside the places that have its name: a name is no promise of equal bytes.
 * @param everyHost where there are several hosts: it is there only where each of them has it.
 */
export function located({ images }: PackingList, places: readonly Place[], everyHost: boolean): Located[] {
  const there = places.filter(({ side }) => side === 'there')
  return images.map((image) => {
    const having = places.filter(({ has }) => has.has(image.full))
    const given = having.filter(({ side }) => side === 'given')
    const held = having.filter(({ side }) => side === 'there')
    const isThere = everyHost ? isEverywhere(held, there) : held.length > 0
    return {
      ...image,
      given: given.map(({ name }) => name),
      there: held.map(({ name }) => name),
      state: given.length > 0 ? 'given' : isThere ? 'there' : 'missing',
    }
  })
}

/** What archives bring is on every host. */
function isEverywhere(having: readonly Place[], all: readonly Place[]): boolean {
  const hosts = all.filter(({ isHost }) => isHost)
  return having.some(({ isHost }) => !isHost) || (hosts.length > 0 && hosts.every((host) => having.includes(host)))
}
