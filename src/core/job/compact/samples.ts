import type { EntryPlace } from '../../delta/entries'
import { entriesOf, type OldIndex } from '../../delta/old-index'
import { fileParts, type Part } from '../../form/parts'
import { BlobSource } from '../../tar/source'
import type { Entry } from '../../tar/walk'
import { sizeOf } from './sizes'

/** Bytes of what is taken at once. */
export const UNIT = 64 * 1024

/** Bytes of all that is taken: more would tell hardly more. */
const MOST = 16 * 1024 * 1024

/** So many samples, each from everywhere: what they differ by tells how far they can be trusted. */
const COUNT = 8

/** Some of what stands in layers, as tars: entries as they are, and pieces of large ones under names of their own. */
export interface Samples {
  readonly tars: readonly Blob[]
  /** The old layers, in which a piece is looked for where it stands in its file. */
  within(old: OldIndex): OldIndex
}

/** Entries that follow one another, or a piece of one. */
interface Unit {
  readonly start: number
  readonly end: number
  readonly pieceOf?: Entry
}

/** Where all of them is not much, the one sample is all of it. */
export async function samplesOf(layers: readonly Blob[]): Promise<Samples> {
  const step = sizeOf(layers) / (MOST / UNIT)
  const samples = Array.from({ length: step > UNIT ? COUNT : 1 }, (): Part[] => [])
  const pieces = new Map<string, Unit>()
  let [passed, next, taken] = [0, step / 2, 0]
  for (const layer of layers)
    for await (const unit of unitsOf(layer)) {
      passed += unit.end - unit.start
      if (passed < next && samples.length > 1) continue
      while (next <= passed) next += step
      samples[taken++ % samples.length]!.push(...partsOf(unit, layer, pieces))
    }
  return {
    tars: samples.filter(({ length }) => length > 0).map((parts) => new Blob(parts)),
    within: ({ prints, partnerOf }) => ({
      prints,
      partnerOf: (name) => partnerOfPiece(pieces.get(name), partnerOf) ?? partnerOf(name),
    }),
  }
}

async function* unitsOf(layer: Blob): AsyncGenerator<Unit> {
  let run: Unit | undefined
  for await (const entry of entriesOf(new BlobSource(layer, ''))) {
    const isLarge = entry.size > UNIT
    if (!isLarge) run = { start: run?.start ?? entry.at, end: entry.next }
    if (run && (isLarge || run.end - run.start >= UNIT)) {
      yield run
      run = undefined
    }
    if (isLarge) yield* piecesOf(entry)
  }
  if (run) yield run
}

function* piecesOf(entry: Entry): Generator<Unit> {
  const end = entry.start + entry.size
  for (let start = entry.start; start < end; start += UNIT)
    yield { start, end: Math.min(start + UNIT, end), pieceOf: entry }
}

function partsOf(unit: Unit, layer: Blob, pieces: Map<string, Unit>): Iterable<Part> {
  const bytes = layer.slice(unit.start, unit.end)
  if (!unit.pieceOf) return [bytes]
  const name = `piece/${pieces.size}`
  pieces.set(name, unit)
  return fileParts(name, bytes)
}

/** The same share of the old file. */
function partnerOfPiece(unit: Unit | undefined, partnerOf: OldIndex['partnerOf']): EntryPlace | undefined {
  const partner = unit?.pieceOf && partnerOf(unit.pieceOf.name)
  if (!partner) return undefined
  const { start, size } = unit.pieceOf
  const place = (at: number) => partner.start + Math.floor(((at - start) / size) * partner.size)
  const [from, to] = [place(unit.start), place(unit.end)]
  return { at: from, start: from, size: to - from, next: to }
}
