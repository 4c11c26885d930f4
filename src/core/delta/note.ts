import type { Digest } from '../image/digest'
import { RecipeError } from './recipe-error'

/** The entry by which a compact archive is known. It comes first, and says what the others are. */
export const NOTE = 'layershed/compact'

export type Codec = 'zstd' | 'gzip'

/**
 * `own`: the frame is the original archive's, which comes back byte for byte. `universal`: manifests had to be written anew,
 * because a layer that was compressed is described as plain.
 */
export type FrameKind = 'own' | 'universal'

/** A layer that a base holds whole. Sizes in bytes of the plain tar. */
export interface HeldNote {
  readonly diffId: Digest
  readonly size: number
  readonly was: Was | undefined
}

/** A layer that is rebuilt from old ones. */
export interface LayerNote extends HeldNote {
  readonly codec: Codec
  readonly literals: number
  readonly segments: number
  /** The old layers whose plain bytes make the space of addresses, in its order. */
  readonly sources: readonly { readonly diffId: Digest; readonly size: number }[]
}

/** What a descriptor said before the frame was written: a compressed blob that is plain now. */
export interface Was {
  readonly digest: Digest
  readonly mediaType: string
  readonly size: number
}

/** The whole archive that comes out of it. */
export interface WholeNote {
  readonly sha256: string
  readonly size: number
  readonly name: string
}

export interface CompactNote {
  readonly made: string
  readonly frame: FrameKind
  readonly archive: WholeNote | undefined
  readonly held: readonly HeldNote[]
  /** In the order of the frame's layers. */
  readonly layers: readonly LayerNote[]
}

/** Lines of words that one space parts: a shell, perl and python read them as well as this page does (docs/compact.md). */
export function formatNote({ made, frame, archive, held, layers }: CompactNote): string {
  const was = (one: HeldNote) => (one.was ? [`was ${hex(one.was.digest)} ${one.was.mediaType} ${one.was.size}`] : [])
  const lines = [
    'layershed-compact 1',
    `made ${made}`,
    `frame ${frame}`,
    ...(archive ? [`archive ${archive.sha256} ${archive.size} ${archive.name}`] : []),
    ...held.flatMap((one) => [`held ${hex(one.diffId)} ${one.size}`, ...was(one)]),
    ...layers.flatMap((one) => [
      `layer ${hex(one.diffId)} ${one.size} ${one.codec} ${one.literals} ${one.segments}`,
      ...one.sources.map(({ diffId, size }) => `source ${hex(diffId)} ${size}`),
      ...was(one),
    ]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

const hex = (digest: Digest) => digest.slice('sha256:'.length)

/** Longer ones are no note of anybody's. */
export const LONGEST_NOTE = 4 * 1024 * 1024

/** @throws RecipeError naming the line. */
export function parseNote(text: string): CompactNote {
  const [first, ...lines] = text.replace(/\n$/, '').split('\n')
  if (first !== 'layershed-compact 1') throw wrong(1, 'layershed-compact 1')
  const items = itemsOf(lines)
  const only = (word: string) => items.filter((item) => item.words[0] === word)
  const [made, frame, archive] = [only('made'), only('frame'), only('archive')]
  const strange = items.find(({ words: [word = ''] }) => !['made', 'frame', 'archive', 'held', 'layer'].includes(word))
  if (strange) throw wrong(strange.line, strange.words.join(' '))
  if (made.length !== 1 || frame.length !== 1 || archive.length > 1) throw wrong(2, 'made, frame, archive: once each')
  return {
    made: wordsOf(made[0]!, 2)[1]!,
    frame: frameOf(frame[0]!),
    archive: archive[0] && wholeOf(archive[0]),
    held: only('held').map(heldOf),
    layers: only('layer').map(layerOf),
  }
}

/** A line, and the lines that belong under it. */
interface Item {
  readonly line: number
  readonly words: readonly string[]
  readonly below: Item[]
}

function itemsOf(lines: readonly string[]): Item[] {
  const items: Item[] = []
  lines.forEach((text, at) => {
    const item = { line: at + 2, words: text.split(' '), below: [] }
    const isBelow = item.words[0] === 'source' || item.words[0] === 'was'
    const above = items.at(-1)
    if (isBelow && (above?.words[0] === 'held' || above?.words[0] === 'layer')) above.below.push(item)
    else items.push(item)
  })
  return items
}

function frameOf(item: Item): FrameKind {
  const frame = wordsOf(item, 2)[1]
  if (frame !== 'own' && frame !== 'universal') throw wrong(item.line, 'frame own|universal')
  return frame
}

/** A file's name may hold spaces. */
function wholeOf({ line, words: [, sum = '', size = '', ...name] }: Item): WholeNote {
  if (name.length === 0) throw wrong(line, 'archive')
  return { sha256: hex(digestOf(line, sum)), size: numberOf(line, size), name: name.join(' ') }
}

function heldOf(item: Item): HeldNote {
  const [, diffId = '', size = ''] = wordsOf(item, 3)
  const [was, ...more] = item.below
  if (more.length > 0 || (was && was.words[0] !== 'was')) throw wrong(more[0]?.line ?? item.line, 'was')
  return { diffId: digestOf(item.line, diffId), size: numberOf(item.line, size), was: was && wasOf(was) }
}

function layerOf(item: Item): LayerNote {
  const { line, below } = item
  const [, diffId = '', size = '', codec = '', literals = '', segments = ''] = wordsOf(item, 6)
  if (codec !== 'zstd' && codec !== 'gzip') throw wrong(line, 'zstd|gzip')
  const sources = below.filter(({ words: [word] }) => word === 'source').map(sourceOf)
  const was = below.filter(({ words: [word] }) => word === 'was')
  if (sources.length === 0 || was.length > 1) throw wrong(line, 'source, was')
  return {
    diffId: digestOf(line, diffId),
    size: numberOf(line, size),
    codec,
    literals: numberOf(line, literals),
    segments: numberOf(line, segments),
    sources,
    was: was[0] && wasOf(was[0]),
  }
}

function sourceOf(item: Item) {
  const [, diffId = '', size = ''] = wordsOf(item, 3)
  return { diffId: digestOf(item.line, diffId), size: numberOf(item.line, size) }
}

function wasOf(item: Item): Was {
  const [, digest = '', mediaType = '', size = ''] = wordsOf(item, 4)
  return { digest: digestOf(item.line, digest), mediaType, size: numberOf(item.line, size) }
}

function wordsOf({ line, words }: Item, count: number): readonly string[] {
  if (words.length !== count || words.includes('')) throw wrong(line, `${words[0]}: ${count} words`)
  return words
}

function digestOf(line: number, text: string): Digest {
  if (!/^[0-9a-f]{64}$/.test(text)) throw wrong(line, 'sha256')
  return `sha256:${text}`
}

function numberOf(line: number, text: string): number {
  if (!/^[0-9]{1,16}$/.test(text) || !Number.isSafeInteger(Number(text))) throw wrong(line, 'a number')
  return Number(text)
}

const wrong = (line: number, expected: string) => new RecipeError('damaged', `line ${line}: ${expected.slice(0, 80)}`)
