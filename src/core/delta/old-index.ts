import { SpareMemory } from '../compression/same-memory'
import { padded } from '../tar/padding'
import type { Reading } from '../tar/source'
import { walk, type Entry } from '../tar/walk'
import { Blocks } from './blocks'
import type { EntryPlace } from './entries'
import { Fingerprints, fingerprint, LayerPrints, sample, SAMPLE, samplingBits } from './fingerprints'
import { closeLayer, memoryOf, MOST_KEPT, type LayerIndex } from './layer-index'
import { LayerNames, Names } from './names'
import { OldSpace } from './old-space'
import type { Range } from './ranges'

/** What the old layers have, by name and by content. */
export interface OldIndex {
  readonly prints: Fingerprints
  /** The entry that a new one is most likely made of: of the same path, else of the path but for versions in it, else of the name. */
  partnerOf(path: string): EntryPlace | undefined
}

const CHUNK = 256 * 1024

/** In order, and each byte once: by few large reads, because a browser keeps what each leaves behind for a gigabyte or two. */
const KEEPING = { kept: 3, ahead: 2 } as const
const BLOCK = 4 * 1024 * 1024

/** Reads all of a layer once, in order. @param bits one place in 2^bits is sampled. */
async function indexLayer(bytes: Blocks, { start, end }: Range, bits: number): Promise<LayerIndex> {
  const names = new LayerNames(end - start)
  const prints = new LayerPrints(end - start, bits)
  for await (const entry of entriesOf(bytes.source({ start, end }))) {
    names.add(entry.name, entry)
    if (entry.type !== 'file') continue
    const payload = { start: start + entry.start, end: Math.min(start + entry.start + entry.size, end) }
    await samplePayload(bytes, payload, bits, (print, end) => prints.add(print, end - start))
  }
  return { bits, prints: prints.columns(), names: names.columns() }
}

/** Whether what is known of a layer serves among others: samples are as dense as all of them are sampled. */
export const isUsable = (layer: LayerIndex | undefined, oldBytes: number): layer is LayerIndex =>
  layer?.bits === samplingBits(oldBytes)

/** What is smaller is read again sooner than it is handed on. */
const LEAST = 1024 * 1024

export interface IndexedOld {
  readonly index: OldIndex
  /** What is known of the old layers, in their order: of those that are worth it, as long as there is room. */
  readonly layers: readonly (LayerIndex | undefined)[]
}

/**
 * Reads all of the old once, in order, but for layers of which that is known already.
 * @param look is shown all that is read, in order, and which of the layers it is of.
 * @param known what it is, by their order.
 * @param most bytes of what is kept of layers.
 */
export async function indexOld(
  old: OldSpace,
  look: (bytes: Uint8Array, layer: number) => Promise<void>,
  known: readonly (LayerIndex | undefined)[] = [],
  most = MOST_KEPT,
): Promise<IndexedOld> {
  const bits = samplingBits(old.size)
  const knownOf = (at: number) => (isUsable(known[at], old.size) ? known[at] : undefined)
  const unknown = [...old.sources.keys()].filter((at) => !knownOf(at))
  const space = new OldSpace(unknown.map((at) => old.sources[at]!.bytes))
  const memory = new SpareMemory(BLOCK)
  const bytes = new Blocks(space, KEEPING, memory, (bytes, at) => look(bytes, unknown[space.numberAt(at)]!))
  const ranges = space.sources.values()
  const [prints, names] = [new Fingerprints(old.size), new Names()]
  const layers: (LayerIndex | undefined)[] = []
  let kept = 0
  for (const [at, { start, end }] of old.sources.entries()) {
    const layer = knownOf(at) ?? (await indexLayer(bytes, ranges.next().value!, bits))
    prints.addAll(layer.prints, start)
    names.addLayer(layer.names, start)
    const size = memoryOf(layer)
    const isKept = end - start >= LEAST && kept + size <= most
    if (isKept) kept += size
    else closeLayer(layer)
    layers.push(isKept ? layer : undefined)
  }
  await bytes.showRest()
  bytes.close()
  memory.clear()
  return { index: { prints, partnerOf: (path) => names.find(path) }, layers }
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

async function samplePayload(
  old: Blocks,
  { start, end }: Range,
  bits: number,
  add: (print: number, end: number) => void,
): Promise<void> {
  let last: number | undefined
  for (let at = start; at < end; at += CHUNK) {
    const from = Math.max(start, at - SAMPLE + 1)
    const bytes = await old.read(from, Math.min(at + CHUNK, end) - from)
    sample(bytes, bits, (behind) => {
      const print = fingerprint(bytes, behind)
      if (print !== last) add(print, from + behind)
      last = print
    })
  }
}
