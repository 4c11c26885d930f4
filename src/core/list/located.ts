import { fullReference, parseReference } from '../image/reference'
import type { NamedImage, PackingList } from './packing-list'

/** A file or a site, and the names of all images in it. */
export interface Place {
  readonly name: string
  readonly tags: readonly string[]
  /** Whether it speaks of one host, of which there may be several. */
  readonly isHost?: boolean
}

/** An image of a list, and where it is to be had. */
export interface Located extends NamedImage {
  /** Files among those to be sent that hold it. */
  readonly given: readonly string[]
  /** What speaks of the destination and has it, by that name. */
  readonly there: readonly string[]
  readonly state: 'given' | 'there' | 'missing'
}

/** What is looked for: files to be sent, and what the destination has. */
export interface Search {
  readonly given: readonly Place[]
  readonly there: readonly Place[]
  /** Several hosts: it is there only where each of them has it. */
  readonly everyHost: boolean
}

/** Each image of the list, looked for by its name in full: a name is no promise of equal bytes. */
export function located({ images }: PackingList, { given, there, everyHost }: Search): Located[] {
  const [inFiles, inPlaces] = [given, there].map(byName)
  return images.map((image) => {
    const files = placesOf(image, inFiles!)
    const places = placesOf(image, inPlaces!)
    const isThere = everyHost ? isEverywhere(places, there) : places.length > 0
    return { ...image, given: files, there: places, state: files.length > 0 ? 'given' : isThere ? 'there' : 'missing' }
  })
}

/** What archives bring is on every host. */
function isEverywhere(names: readonly string[], there: readonly Place[]): boolean {
  const having = new Set(names)
  const hosts = there.filter(({ isHost }) => isHost)
  const isAmong = ({ name }: Place) => having.has(name)
  return there.some((place) => !place.isHost && isAmong(place)) || (hosts.length > 0 && hosts.every(isAmong))
}

type ByName = ReadonlyMap<string, readonly string[]>

function byName(places: readonly Place[]): ByName {
  const found = new Map<string, Set<string>>()
  for (const { name, tags } of places)
    for (const key of tags.flatMap(keysOf)) found.set(key, (found.get(key) ?? new Set()).add(name))
  return new Map([...found].map(([key, names]) => [key, [...names]]))
}

const placesOf = ({ full }: NamedImage, places: ByName) => [
  ...new Set(keysOf(full).flatMap((key) => places.get(key) ?? [])),
]

/** A name with its tag, and one by its digest, each of which is enough. */
function keysOf(reference: string): string[] {
  const full = fullReference(reference)
  const { host, path, tag, digest } = parseReference(full) ?? {}
  if (host === undefined) return []
  const name = `${host}/${path}`
  return [...(tag === undefined ? [] : [`${name}:${tag}`]), ...(digest === undefined ? [] : [`${name}@${digest}`])]
}
