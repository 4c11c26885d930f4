import { Column, placesOf, type Places } from './column'
import { EntriesOfLayers, type EntryPlace } from './entries'
import { finished } from './fingerprints'
import { NumbersByHash } from './numbers-by-hash'

/** The entries of one layer, counted from its beginning, and the hashes that lead to their numbers: plain columns. */
export interface NameColumns {
  readonly entries: Places
  readonly byPath: Uint32Array<ArrayBuffer>
  readonly byName: Uint32Array<ArrayBuffer>
}

/**
 * Gathers them: entries by their paths, by these but for versions in the folders, by these but for all versions; and by their names,
 * and these but for versions. Only hashes of all that are kept: of half a million paths the strings would take more memory than all
 * else together. Two of one hash, of so many a pair or two, make for a worse partner, never for a wrong byte: whatever is taken from
 * a partner is compared.
 */
export class LayerNames {
  readonly #entries: Column<Places>
  readonly #byPath = new NumbersByHash()
  readonly #byName = new NumbersByHash()
  #count = 0

  /** @param size of the layer. */
  constructor(size: number) {
    this.#entries = new Column(placesOf(size))
  }

  /** Of several the first stays. */
  add(path: string, { at, start, size }: Pick<EntryPlace, 'at' | 'start' | 'size'>): void {
    const number = this.#count++
    for (const one of [at, start, size]) this.#entries.add(one)
    for (const one of pathsOf(path)) this.#byPath.add(hashOf(one), number)
    for (const one of namesOf(path)) this.#byName.add(hashOf(one), number)
  }

  columns(): NameColumns {
    const columns = {
      entries: this.#entries.taken(),
      byPath: this.#byPath.words(),
      byName: this.#byName.words(),
    }
    for (const one of [this.#byPath, this.#byName]) one.close()
    return columns
  }
}

/** The entries of all layers. */
export class Names {
  readonly #entries = new EntriesOfLayers()
  readonly #byPath = new NumbersByHash()
  readonly #byName = new NumbersByHash()

  /** Of several the first stays: layers come in the order of their likeness. @param start where this one begins. */
  addLayer({ entries, byPath, byName }: NameColumns, start: number): void {
    const first = this.#entries.add(start, entries)
    this.#byPath.addAll(byPath, first)
    this.#byName.addAll(byName, first)
  }

  find(path: string): EntryPlace | undefined {
    const number = firstOf(this.#byPath, pathsOf(path)) ?? firstOf(this.#byName, namesOf(path))
    return number === undefined ? undefined : this.#entries.get(number)
  }
}

function firstOf(known: NumbersByHash, keys: Iterable<string>): number | undefined {
  for (const key of keys) {
    const number = known.get(hashOf(key))
    if (number !== undefined) return number
  }
  return undefined
}

function* pathsOf(path: string): Generator<string> {
  yield path
  if (!DIGIT.test(path)) return
  const start = startOfName(path)
  const folder = withoutVersions(path.slice(0, start))
  yield folder + path.slice(start)
  yield folder + withoutVersions(path.slice(start))
}

function* namesOf(path: string): Generator<string> {
  const name = path.slice(startOfName(path))
  yield name
  if (DIGIT.test(name)) yield withoutVersions(name)
}

/** Without one there is no version. */
const DIGIT = /[0-9]/

/** Of a directory's path the last character is a slash, too. */
const startOfName = (path: string) => path.lastIndexOf('/', path.length - 2) + 1

/**
 * `usr/lib/libfoo.so.1.2.3` and `usr/lib/libfoo.so.1.2.4`, `app.1f3a9c.js` and `app.77d0e2.js` have been the same file. A version
 * becomes what is in no path: so no path is taken for another one that was struck.
 */
const withoutVersions = (path: string) =>
  path.replace(/[0-9a-f]{6,}/gi, (run) => (/[0-9]/.test(run) ? '\0' : run)).replace(/[0-9][0-9.]*/g, '\0')

/** 40 bits: FNV-1a (Fowler, Noll and Vo, 1991) of the characters, and for eight more the same by another factor. */
export function hashOf(text: string): number {
  let [low, high] = [0x811c9dc5, 0x811c9dc5]
  for (let at = 0; at < text.length; at++) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193)
    high = Math.imul(high ^ text.charCodeAt(at), 0x85ebca6b)
  }
  return (finished(high) >>> 24) * 2 ** 32 + finished(low)
}
