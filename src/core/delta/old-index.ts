import type { Source } from '../tar/source'
import { walk, type Entry } from '../tar/walk'
import { Blocks } from './blocks'
import { Fingerprints, fingerprint, sample, SAMPLE } from './fingerprints'
import type { OldSpace } from './old-space'

/** Where an entry stands in the old bytes: its header blocks, its payload, the next entry. */
export interface OldEntry {
  readonly at: number
  readonly start: number
  readonly size: number
  readonly next: number
}

/** What the old layers have, by name and by content. */
export interface OldIndex {
  readonly prints: Fingerprints
  /** The entry that a new one is most likely made of: of the same path, else of the path but for versions in it, else of the name. */
  partnerOf(path: string): OldEntry | undefined
}

const CHUNK = 256 * 1024

/** In order, and each byte once. */
const KEEPING = { kept: 66, ahead: 32 } as const

/** Reads all of the old once, in order. @param onBytes told how many were read since it was last told. */
export async function indexOld(old: OldSpace, onBytes: (bytes: number) => void | Promise<void>): Promise<OldIndex> {
  const prints = new Fingerprints(old.size)
  const names = new Names()
  const bytes = new Blocks(old, KEEPING)
  for (const { start, end } of old.sources) {
    let told = start
    const tell = async (at: number) => {
      await onBytes(at - told)
      told = at
    }
    for await (const { name, type, ...entry } of entriesOf(bytes.source({ start, end }))) {
      const here = shifted(entry, start)
      names.add(name, here)
      if (type === 'file') await samplePayload(bytes, here, end, prints, tell)
      await tell(Math.min(end, here.next))
    }
    await tell(end)
  }
  bytes.close()
  return { prints, partnerOf: (path) => names.find(path) }
}

/** Of what is no tar, or no longer one, only what was read so far: its bytes serve all the same. */
export async function* entriesOf(source: Source): AsyncGenerator<Entry> {
  const entries = walk(source)
  for (;;) {
    const step = await entries.next().catch(() => undefined)
    if (!step || step.done) return
    yield step.value
  }
}

const shifted = ({ at, start, size, next }: OldEntry, by: number): OldEntry => ({
  at: at + by,
  start: start + by,
  size,
  next: next + by,
})

async function samplePayload(
  old: Blocks,
  { start, size }: OldEntry,
  sourceEnd: number,
  prints: Fingerprints,
  tell: (at: number) => Promise<void>,
): Promise<void> {
  const end = Math.min(start + size, sourceEnd)
  let last: number | undefined
  for (let at = start; at < end; at += CHUNK) {
    const from = Math.max(start, at - SAMPLE + 1)
    const bytes = await old.read(from, Math.min(at + CHUNK, end) - from)
    sample(bytes, prints.bits, (behind) => {
      const print = fingerprint(bytes, behind)
      if (print !== last) prints.add(print, from + behind)
      last = print
    })
    await tell(Math.min(at + CHUNK, end))
  }
}

class Names {
  readonly #byPath = new Map<string, OldEntry>()
  readonly #byStruck = new Map<string, OldEntry>()
  readonly #byName = new Map<string, OldEntry>()

  /** Of several the first stays: sources come in the order of their likeness. */
  add(path: string, entry: OldEntry): void {
    for (const [map, key] of this.#keys(path)) if (!map.has(key)) map.set(key, entry)
  }

  find(path: string): OldEntry | undefined {
    for (const [map, key] of this.#keys(path)) {
      const entry = map.get(key)
      if (entry) return entry
    }
    return undefined
  }

  #keys(path: string) {
    return [
      [this.#byPath, path],
      [this.#byStruck, withoutVersions(path)],
      [this.#byName, withoutVersions(path.slice(path.lastIndexOf('/', path.length - 2) + 1))],
    ] as const
  }
}

/** `usr/lib/libfoo.so.1.2.3` and `usr/lib/libfoo.so.1.2.4`, `app.1f3a9c.js` and `app.77d0e2.js` have been the same file. */
export const withoutVersions = (path: string) =>
  path.replace(/[0-9a-f]{6,}/gi, (run) => (/[0-9]/.test(run) ? '#' : run)).replace(/[0-9][0-9.]*/g, '#')
