import type { Chance } from './chance'

/** JSON, changed in one place: dropped, doubled, of another type, nested, huge, hostile. */
export function mutatedJson(json: unknown, chance: Chance): unknown {
  const root = { root: structuredClone(json) }
  const places = placesIn(root)
  const place = chance.one(places)
  const { value } = place
  const other = () => structuredClone(chance.one(places).value)
  const changes: (() => unknown)[] = [
    () => place.drop(),
    () => place.set(chance.one(HOSTILE)),
    () => place.set(chance.one(HOSTILE)),
    () => place.set(other()),
    () => place.double?.(),
    () => place.set([value]),
    () => place.set({ [chance.one(KEYS)]: value }),
    () => isSmall(value) && place.set(Array.from({ length: 200 }, () => value)),
    () => place.set(nested(value, chance.one([20, 600]))),
    () => typeof value === 'string' && place.set(mutatedText(value, chance)),
    () => typeof value === 'number' && place.set(chance.one([value + 1, -value, value / 3, 2 ** 53])),
    () => place.rename?.(chance.one([...KEYS, place.key.toUpperCase(), `${place.key} `])),
    () => isObject(value) && (value[chance.one(KEYS)] = chance.in(2) ? other() : chance.one(HOSTILE)),
  ]
  chance.one(changes)()
  return root.root
}

export function mutatedText(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1)
  const pieces = ['', '/', ':', '@', '..', '\0', '\u202e', '\ud800', 'A', '0', ' ', '%', '\n', '層', text]
  return text.slice(0, at) + chance.one(pieces) + text.slice(at + chance.below(2))
}

/** Two hundred of two hundred of it would be an input of its own kind: tests/limits has those. */
const isSmall = (value: unknown) => (JSON.stringify(value) ?? '').length < 300

/** Where a value stands in what holds it. */
interface Place {
  readonly key: string
  readonly value: unknown
  set(value: unknown): void
  drop(): void
  /** In a list. */
  double?(): void
  /** In an object. */
  rename?(name: string): void
}

function placesIn(holder: object, found: Place[] = []): Place[] {
  for (const [key, value] of Object.entries(holder)) {
    if (Array.isArray(holder)) found.push(placeInList(holder, Number(key)))
    else if (isObject(holder)) found.push(placeInObject(holder, key))
    if (typeof value === 'object' && value !== null) placesIn(value, found)
  }
  return found
}

const placeInList = (list: unknown[], at: number): Place => ({
  key: String(at),
  value: list[at],
  set: (value) => (list[at] = value),
  drop: () => list.splice(at, 1),
  double: () => list.splice(at, 0, structuredClone(list[at])),
})

const placeInObject = (object: Record<string, unknown>, key: string): Place => ({
  key,
  value: object[key],
  set: (value) => (object[key] = value),
  drop: () => Reflect.deleteProperty(object, key),
  rename(name) {
    const value = object[key]
    Reflect.deleteProperty(object, key)
    object[name] = value
  },
})

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function nested(value: unknown, depth: number): unknown {
  let made = value
  for (let at = 0; at < depth; at++) made = [made]
  return made
}

const KEYS = [
  ...['Config', 'Layers', 'RepoTags', 'manifests', 'layers', 'config', 'digest', 'size', 'urls', 'data', 'subject'],
  ...['annotations', 'mediaType', 'platform', 'rootfs', 'diff_ids', 'history', '__proto__', 'constructor', 'toString'],
  ...['length', '', 'artifactType', 'os.version', 'RootFS', 'Id', 'images', 'holdings', 'blob', 'tags', 'name'],
]

const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const HOSTILE: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e300, 2 ** 53, '', 'x', '/', '..', '../../etc/passwd', {}, [], [[]], [null]],
  ...[EMPTY, `sha512:${'a'.repeat(128)}`, 'sha256:', 'SHA256:x', `sha256:${'0'.repeat(64)}`, 'a'.repeat(5000)],
  ...['manifest.json', 'index.json', 'oci-layout', 'blobs/sha256/x', './manifest.json', '\u202e\u2028'],
  ...['app:1@sha256:', 'LOCALHOST:5000/a/b:c', '[::1]:5000/a', 'unknown', 'windows', 'linux/arm/v7'],
  ...['application/vnd.oci.image.index.v1+json', 'application/vnd.oci.image.layer.v1.tar+gzip'],
  ...['application/vnd.oci.image.layer.v1.tar+zstd', 'application/vnd.in-toto+json'],
]
