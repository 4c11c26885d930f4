import type { Digest } from '../image/digest'
import {
  codecs,
  FIRST_LINE,
  type BlobNote,
  type CompactNote,
  type EditNote,
  type FrameKind,
  type HeldNote,
  type LayerNote,
  type Placed,
  type Was,
  type WholeNote,
} from './note'
import { limit, RecipeError } from './recipe-error'

/** More than this is no note of anybody's. `edit`: bytes of one. `changes`: edits and fills. */
export const NOTE_LIMIT = { bytes: 4 * 1024 * 1024, edit: 64 * 1024, changes: 100_000 } as const

/** Those that stand once, at the top, and those that others stand under. */
const ONCE = ['made', 'frame', 'archive']
const ABOVE = ['held', 'blob', 'layer']
const BELOW = ['source', 'was', 'edit', 'fill']

/** @throws RecipeError naming the line. */
export function parseNote(text: string): CompactNote {
  limit('characters of a note', text.length, NOTE_LIMIT.bytes)
  const [first, ...lines] = text.replace(/\n$/, '').split('\n')
  if (first !== FIRST_LINE) throw wrong(1, FIRST_LINE)
  const items = itemsOf(lines)
  refuseRepeated(items)
  const only = (word: string) => items.filter(({ words }) => words[0] === word)
  const [made, frame, archive] = [only('made'), only('frame'), only('archive')]
  if (made.length !== 1 || frame.length !== 1 || archive.length > 1) throw wrong(2, 'made, frame, archive: once each')
  const note = {
    made: wordsOf(made[0]!, 2)[1]!,
    frame: frameOf(frame[0]!),
    archive: archive[0] && wholeOf(archive[0]),
    held: only('held').map(heldOf),
    blobs: only('blob').map(blobOf),
    layers: only('layer').map(layerOf),
  }
  const placed: readonly Placed[] = [...note.held, ...note.blobs, ...note.layers]
  const changes = placed.reduce((sum, { edits, fills }) => sum + edits.length + fills.length, 0)
  limit('edits and fills', changes, NOTE_LIMIT.changes)
  return note
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
    const [word = ''] = item.words
    const above = items.at(-1)
    if (BELOW.includes(word) && above && ABOVE.includes(above.words[0]!)) above.below.push(item)
    else if (ONCE.includes(word) || ABOVE.includes(word)) items.push(item)
    else throw wrong(item.line, text)
  })
  return items
}

/** Each hash once: what is there bounds what is announced. */
function refuseRepeated(items: readonly Item[]): void {
  const known = new Set<string>()
  for (const { line, words } of items) {
    const one = words.slice(0, 2).join(' ')
    if (known.has(one)) throw wrong(line, `${one}: once`)
    known.add(one)
  }
}

function frameOf(item: Item): FrameKind {
  const frame = wordsOf(item, 2)[1]
  if (frame !== 'own' && frame !== 'universal') throw wrong(item.line, 'frame own|universal')
  return frame
}

/** A file's name may hold spaces. */
function wholeOf({ line, words: [, sum = '', size = '', ...name] }: Item): WholeNote {
  if (name.join('') === '') throw wrong(line, 'archive')
  return { sha256: digestOf(line, sum).slice('sha256:'.length), size: numberOf(line, size), name: name.join(' ') }
}

function heldOf(item: Item): HeldNote {
  const [, diffId = '', size = ''] = wordsOf(item, 3)
  refuseOthers(item, ['was', 'edit', 'fill'])
  return {
    diffId: digestOf(item.line, diffId),
    size: numberOf(item.line, size),
    was: wasUnder(item),
    ...placedBy(item),
  }
}

function blobOf(item: Item): BlobNote {
  const [, digest = '', size = ''] = wordsOf(item, 3)
  refuseOthers(item, ['edit', 'fill'])
  return { digest: digestOf(item.line, digest), size: numberOf(item.line, size), ...placedBy(item) }
}

function layerOf(item: Item): LayerNote {
  const { line } = item
  const [, diffId = '', size = '', word = '', literals = '', segments = ''] = wordsOf(item, 6)
  const codec = codecs.find((one) => one === word)
  refuseRepeated(under(item, 'source'))
  const sources = under(item, 'source').map(sourceOf)
  if (codec === undefined) throw wrong(line, codecs.join('|'))
  if (sources.length === 0) throw wrong(line, 'source')
  return {
    diffId: digestOf(line, diffId),
    size: numberOf(line, size),
    codec,
    literals: numberOf(line, literals),
    segments: numberOf(line, segments),
    sources,
    was: wasUnder(item),
    ...placedBy(item),
  }
}

function sourceOf(item: Item) {
  const [, diffId = '', size = ''] = wordsOf(item, 3)
  return { diffId: digestOf(item.line, diffId), size: numberOf(item.line, size) }
}

function wasUnder(item: Item): Was | undefined {
  const [was, more] = under(item, 'was')
  if (more) throw wrong(more.line, 'was: once')
  if (!was) return undefined
  const [, digest = '', mediaType = '', size = ''] = wordsOf(was, 4)
  return { digest: digestOf(was.line, digest), mediaType, size: numberOf(was.line, size) }
}

const placedBy = (item: Item): Placed => ({
  edits: under(item, 'edit').map(editOf),
  fills: under(item, 'fill').map((fill) => numberOf(fill.line, wordsOf(fill, 2)[1]!)),
})

function editOf(item: Item): EditNote {
  const [, at = '', length = '', hex = ''] = wordsOf(item, 4)
  const edit = { at: numberOf(item.line, at), length: numberOf(item.line, length), hex: hex === '-' ? '' : hex }
  if (!/^(?:[0-9a-f]{2})*$/.test(edit.hex)) throw wrong(item.line, 'hex')
  limit(`line ${item.line}: bytes of an edit`, Math.max(edit.length, edit.hex.length / 2), NOTE_LIMIT.edit)
  return edit
}

const under = ({ below }: Item, word: string) => below.filter(({ words }) => words[0] === word)

function refuseOthers({ below }: Item, known: readonly string[]): void {
  const strange = below.find(({ words }) => !known.includes(words[0]!))
  if (strange) throw wrong(strange.line, known.join(', '))
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

const wrong = (line: number, expected: string) =>
  new RecipeError({ kind: 'line', line }, `line ${line}: ${expected.slice(0, 80)}`)
