import { isObject, type JsonObject } from '../image/json'
import { isNothing } from './collected'

/** What a parsed document may hold anywhere, taken without trust. Every scalar is a text there. */

export const objectAt = (value: unknown, ...path: readonly string[]): JsonObject | undefined => {
  let at: unknown = value
  for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
  return isObject(at) ? at : undefined
}

/** A text that says something. */
export function textAt(object: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(object, key) ? object[key] : undefined
    if (typeof value === 'string' && !isNothing(value)) return value
  }
  return undefined
}

export const listAt = (object: JsonObject, key: string): readonly unknown[] => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return Array.isArray(value) ? value : []
}

export const objectsAt = (object: JsonObject, key: string): JsonObject[] => listAt(object, key).filter(isObject)
