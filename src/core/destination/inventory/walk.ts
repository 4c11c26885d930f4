import { ArchiveError } from '../../errors'
import { isObject } from '../../image/json'
import { namesAt, namesOfKey, unwrapped } from './fields'
import { kinds } from './kinds'
import { bareStack } from './kinds/stack'
import type { Lack } from './lack'
import { lackOf, nothingTold } from './lacking'
import type { Place, Told } from './told'

/** What is looked into, in one file. */
export interface Walk {
  readonly file: string
  objects: number
}

/** In one file: more than any listing that is not refused by its first fields. */
const MOST_OBJECTS = 100_000

/** Deeper than any filter nests what it picks out. */
const DEEPEST = 16

/** What a value tells of images, wherever in it; or, where it tells nothing, why. */
export type Walked = Told | { readonly lack: Lack }

export function walk(value: unknown, place: Place, walking: Walk, depth = 0): readonly Walked[] {
  const stack = bareStack(value, place)
  if (stack) return [stack]
  if (depth > DEEPEST) return []
  if (Array.isArray(value))
    return value.flatMap((item) => walk(item, { ...place, text: undefined }, walking, depth + 1))
  // Of nothing there is nothing to say: filters and scripts leave it behind.
  if (!isObject(value) || Object.keys(value).length === 0) return []
  if (++walking.objects > MOST_OBJECTS)
    throw new ArchiveError('inventory-too-many', { file: walking.file, expected: MOST_OBJECTS })
  for (const kind of kinds) {
    const told = kind(value, place)
    if (told) return [told]
  }
  const lack = lackOf(value)
  if (lack) return [{ lack }]
  const own = namesAt(value)
  const within = Object.entries(value).flatMap(([key, inner]) => {
    const names = [own, namesOfKey(key)].find(({ length }) => length > 0) ?? place.names
    return walk(unwrapped(inner, walking.file) ?? inner, { text: undefined, names }, walking, depth + 1)
  })
  const telling = within.filter((item) => !('lack' in item))
  if (telling.length > 0) return telling
  // What a part of it lacks is known better than what the whole is.
  const known = within.find((item) => 'lack' in item && item.lack.known)
  return [known ?? { lack: nothingTold(value) }]
}
