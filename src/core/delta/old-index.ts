import type { SpareMemory } from '../compression/same-memory'
import { padded } from '../tar/padding'
import type { Reading } from '../tar/source'
import { walk, type Entry } from '../tar/walk'
import { Blocks, type Onlooker } from './blocks'
import type { EntryPlace } from './entries'
import { Fingerprints, fingerprint, sample, SAMPLE } from './fingerprints'
import { Names } from './names'
import type { OldSpace } from './old-space'

/** What the old layers have, by name and by content. */
export interface OldIndex {
  readonly prints: Fingerprints
  /** The entry that a new one is most likely made of: of the same path, else of the path but for versions in it, else of the name. */
  partnerOf(path: string): EntryPlace | undefined
}

const CHUNK = 256 * 1024

/** In order, and each byte once. */
const KEEPING = { kept: 24, ahead: 8 } as const

/** Reads all of the old once, in order. */
export async function indexOld(old: OldSpace, memory: SpareMemory, look: Onlooker): Promise<OldIndex> {
  const prints = new Fingerprints(old.size)
  const names = new Names()
  const bytes = new Blocks(old, KEEPING, memory, look)
  for (const { start, end } of old.sources)
    for await (const { name, type, ...entry } of entriesOf(bytes.source({ start, end }))) {
      const here = shifted(entry, start)
      names.add(name, here)
      if (type === 'file') await samplePayload(bytes, here, end, prints)
    }
  await bytes.showRest()
  bytes.close()
  return { prints, partnerOf: (path) => names.find(path) }
}

/** Of what is no tar, or no longer one, only what was read so far: its bytes serve all the same. */
export async function* entriesOf(source: Reading): AsyncGenerator<Entry> {
  const entries = walk(source)
  for (;;) {
    const step = await entries.next().catch(() => undefined)
    if (!step || step.done) return
    yield within(step.value, source.size)
  }
}

/** Of a payload that is cut off what is there. */
function within(entry: Entry, end = Infinity): Entry {
  const size = Math.min(entry.size, Math.max(0, end - entry.start))
  return size === entry.size ? entry : { ...entry, size, next: entry.start + padded(size) }
}

const shifted = ({ at, start, size, next }: EntryPlace, by: number): EntryPlace => ({
  at: at + by,
  start: start + by,
  size,
  next: next + by,
})

async function samplePayload(
  old: Blocks,
  { start, size }: EntryPlace,
  sourceEnd: number,
  prints: Fingerprints,
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
  }
}
