import { isDigest, type Digest } from '../../image/digest'
import { isObject, isStrings, stringOf, type JsonObject } from '../../image/json'
import type { Platform } from '../../image/descriptor'
import { familiarReference, isImageName } from '../../image/reference'
import { valueEnd } from './value-end'

/** A field as Go reads it (encoding/json, Unmarshal): by its own name, or else by one that differs in case alone. */
export function field(json: JsonObject, name: string): unknown {
  if (Object.hasOwn(json, name)) return json[name]
  let found: unknown
  for (const key in json) if (key.length === name.length && key.toLowerCase() === name.toLowerCase()) found = json[key]
  return found
}

export function objectAt(json: JsonObject, name: string): JsonObject | undefined {
  const value = field(json, name)
  return isObject(value) ? value : undefined
}

export const has = (json: JsonObject, ...names: readonly string[]): boolean =>
  names.every((name) => field(json, name) !== undefined)

/** Some tools print JSON within a string of JSON: `info` of crictl, `Config` of buildah. */
export function unwrapped(value: unknown, file = ''): JsonObject | undefined {
  if (isObject(value)) return value
  if (typeof value !== 'string' || !value.startsWith('{') || !valueEnd(value, 0, file).whole) return undefined
  try {
    const json: unknown = JSON.parse(value)
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}

export function platformAt(json: JsonObject): Platform {
  const text = (name: string) => stringOf(field(json, name)) ?? ''
  const variant = text('variant')
  return { os: text('os'), architecture: text('architecture'), ...(variant ? { variant } : {}) }
}

/** Any name with a tag fits the grammar of digests: without knowing what is meant, only those that are in use count. */
export const isHash = (text: string): boolean => /^sha(?:256|384|512):[0-9a-f]{64,128}$/.test(text) && isDigest(text)

/** Where a name may stand, the best first: an inspect's own fields, and what a jq filter would call them. */
const NAMES = ['RepoTags', 'NamesHistory', 'Names', 'Name', 'Tags', 'Tag', 'Image', 'Ref', 'Reference', 'FromImage']

/** The names that an object gives to what it holds, as engines show them. */
export function namesAt(json: JsonObject): readonly string[] {
  for (const name of NAMES) {
    const names = namesOf(field(json, name))
    if (names.length > 0) return names
  }
  return Object.values(json).map(namesOf).find(areReferences) ?? []
}

/** A key that can only be a name, as in `{"app:1": […]}`; a platform can't. */
export const namesOfKey = (key: string): readonly string[] => (areReferences([key]) ? [familiarReference(key)] : [])

function namesOf(value: unknown): readonly string[] {
  const names = typeof value === 'string' ? [value] : isStrings(value) ? value : []
  return names.filter((name) => name !== '' && !name.startsWith('<none>') && !isHash(name)).map(familiarReference)
}

const PLATFORM = /^(?:linux|windows|darwin|freebsd|wasi|unknown)\//

const areReferences = (names: readonly string[]) =>
  names.length > 0 && names.every((name) => /[:/]/.test(name) && !PLATFORM.test(name) && isImageName(name))

/** An image's ID, whether or not it says by which algorithm it was made. */
export function idAt(json: JsonObject, name = 'Id'): readonly Digest[] {
  const id = stringOf(field(json, name)) ?? ''
  const digest = id.includes(':') ? id : `sha256:${id}`
  return isDigest(digest) ? [digest] : []
}
