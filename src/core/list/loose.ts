import { parseReference } from '../image/reference'
import { isObject, type JsonObject } from '../image/json'
import { isNothing, type Collected } from './collected'
import { objectAt, textAt } from './value'

/** Objects that are looked into, in one document. */
const MOST_OBJECTS = 200_000

/** Keys by which charts and operators call the parts of a name. */
const NAMES = ['repository', 'repo']
const TAGS = ['tag', 'imageTag', 'image_tag']
const REGISTRIES = ['registry', 'imageRegistry', 'image_registry']
const DIGESTS = ['digest', 'sha']

interface Walk {
  readonly found: Collected
  /** Put before every name that has none of its own, as charts do. */
  readonly registry: string | undefined
  readonly seen: Set<unknown>
}

/**
 * Fields that look like images, wherever they stand: `image: web:2.1`; `image: {registry, repository, tag, digest}`; a repository
 * beside a tag; `initImage: …`; a list `images`. Values of charts, custom resources, pipelines.
 */
export function readLoose(document: unknown, where: string, found: Collected): void {
  const global = objectAt(document, 'global')
  const registry = global && textAt(global, ...REGISTRIES)
  walk(document, where, '', { found, registry, seen: new Set() })
}

function walk(value: unknown, where: string, key: string, walking: Walk): void {
  if (typeof value !== 'object' || value === null) return
  // Aliases lead to the same again, or in circles.
  if (walking.seen.has(value) || walking.seen.size >= MOST_OBJECTS) return
  walking.seen.add(value)
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== 'string') walk(item, where, key, walking)
      else if (key === 'images' || (key === 'services' && mayName(item))) named(item, where, walking)
    }
    return
  }
  if (!isObject(value)) return
  const pair = pairOf(value, key)
  if (pair === 'no-tag') walking.found.untold(prefixed(nameIn(value, key) ?? '', value, walking), 'no-tag', where)
  else if (pair !== undefined) named(prefixed(pair, value, walking), where, walking)
  for (const [inner, item] of Object.entries(value)) {
    const place = where === '' ? inner : `${where}.${inner}`
    if (typeof item === 'string') readText(inner, item, value, place, walking)
    else walk(item, place, inner, walking)
  }
}

function readText(key: string, text: string, around: JsonObject, where: string, walking: Walk): void {
  if (isNothing(text)) return
  if (/^image$/i.test(key)) return named(prefixed(withTag(text, around), around, walking), where, walking)
  if (/(?:^[iI]|[a-z0-9]I|[_-]i)mage(?:Name|_name|Ref)?$/.test(key) && !isPicture(text) && mayName(text))
    named(text, where, walking)
}

/** The name's own tag counts before one that stands beside it. */
function withTag(text: string, around: JsonObject): string {
  const parsed = parseReference(text)
  const tag = textAt(around, ...TAGS)
  return parsed && parsed.tag === undefined && parsed.digest === undefined && tag !== undefined
    ? `${text}:${tag}`
    : text
}

/** A repository with its tag or digest; undefined where it is none of an image. */
function pairOf(value: JsonObject, key: string): string | 'no-tag' | undefined {
  const name = nameIn(value, key)
  if (name === undefined) return undefined
  const digest = textAt(value, ...DIGESTS)
  const tag = textAt(value, ...TAGS) ?? (isOfImage(key) ? textAt(value, 'version') : undefined)
  if (tag === undefined && digest === undefined) {
    const own = parseReference(name)
    if (own?.tag !== undefined || own?.digest !== undefined) return name
    return isOfImage(key) ? 'no-tag' : undefined
  }
  const digestPart = digest === undefined ? '' : `@${digest.includes(':') ? digest : `sha256:${digest}`}`
  return `${name}${tag === undefined ? '' : `:${tag}`}${digestPart}`
}

const nameIn = (value: JsonObject, key: string) =>
  textAt(value, ...NAMES, ...(isOfImage(key) || key === 'services' ? ['name'] : []))

const isOfImage = (key: string) => /images?$/i.test(key)

const isPicture = (text: string) => /\.(?:png|jpe?g|gif|svg|webp|ico|avif|iso|qcow2|img|vmdk|ova)$/i.test(text)

/** A bare word says little: it may be a mode or a colour. */
const mayName = (text: string) => /[:/@]|\{\{|\$/.test(text)

/** With the registry that stands beside the name, or over all names, unless the name has its own. */
function prefixed(name: string, around: JsonObject, { registry: over }: Walk): string {
  const registry = over ?? textAt(around, ...REGISTRIES)
  if (registry === undefined || name === '') return name
  const parsed = parseReference(name)
  const hasHost = parsed && /^[^/]*[.:][^/]*\//.test(name)
  return hasHost ? name : `${registry.replace(/\/+$/, '')}/${name}`
}

const named = (text: string, where: string, { found }: Walk) => found.name(text, where, 'likely')
