import { ArchiveError } from '../../errors'
import { valueEnd } from './value-end'

export interface JsonValue {
  readonly json: unknown
  /** The text that it was read from, without what stands around it. */
  readonly text: string
}

/** More than any host has images, and any terminal shows brackets between them. */
const MOST_VALUES = 100_000

/** What was met besides values. */
export interface Scanned {
  /** A bracket was opened, and the text ended. */
  cutOff: boolean
  /** An empty list: what `docker image inspect` prints of an image that is not there. */
  empty: boolean
  /** What looks like an object, and can't be parsed. */
  unparsed: boolean
}

/**
 * The values of a text of JSON: one, an array's items, one a line, or several after another, as a shell loop around an inspect
 * command leaves them. What is no JSON is passed over: prompts, warnings, what else a terminal shows around it.
 */
export function* jsonValues(text: string, file: string, scanned: Scanned): Generator<JsonValue> {
  const bracket = /[[{]/g
  let count = 0
  let misses = 0
  const parsed = (start: number, end: number): JsonValue[] => {
    if (++count > MOST_VALUES) throw new ArchiveError('inventory-too-many', { file, expected: MOST_VALUES })
    const part = text.slice(start, end)
    try {
      return [{ json: JSON.parse(part), text: part }]
    } catch {
      scanned.unparsed = true
      return []
    }
  }
  for (let match = bracket.exec(text); match; match = bracket.exec(text)) {
    const start = match.index
    const first = nextOf(text, start + 1)
    const isList = text[start] === '[' && (text[first] === '{' || text[first] === '[')
    if (isList) bracket.lastIndex = yield* items(first)
    else {
      const isEmpty = text[start] === '[' && text[first] === ']'
      scanned.empty ||= isEmpty
      const { end, whole } = valueEnd(text, start, file)
      if (whole && !isEmpty) yield* parsed(start, end)
      else if (!whole && end >= text.length) scanned.cutOff = true
      else if (!whole) yield* goStack(start)
      if (!whole && text[start] === '{') scanned.unparsed = true
      if (!whole && ++misses > MOST_VALUES) return
      bracket.lastIndex = Math.max(end, bracket.lastIndex)
    }
  }

  /** A list's items, one at a time: a host's inventory is not held as one value. */
  function* items(first: number): Generator<JsonValue, number> {
    for (let at = first; ; at = nextOf(text, at + 1)) {
      const { end, whole } = valueEnd(text, at, file)
      // A comma before the end is one too many, and no end that lacks.
      const isOver = text[at] === ']'
      if (whole) yield* parsed(at, end)
      else if (!isOver) scanned.unparsed = true
      at = whole ? nextOf(text, end) : isOver ? at : end
      if (at >= text.length) scanned.cutOff = true
      if (text[at] !== ',') return text[at] === ']' ? at + 1 : at
    }
  }

  /** `[sha256:… sha256:…]`: as Go prints a list where a format asks for no JSON; and as Python does, with quotes. */
  function* goStack(start: number): Generator<JsonValue> {
    GO_STACK.lastIndex = start
    const digests = GO_STACK.exec(text)?.[0].match(DIGEST)
    if (digests) yield* [{ json: digests, text: '' }]
  }
}

const DIGEST = /sha256:[0-9a-f]{64}/g
const GO_STACK = /\['?sha256:[0-9a-f]{64}'?(?:,? '?sha256:[0-9a-f]{64}'?)*\]/y

const BLANK = /[^ \t\r\n\ufeff]/g

/** Where the next character stands that is not white. */
function nextOf(text: string, at: number): number {
  BLANK.lastIndex = at
  return BLANK.exec(text)?.index ?? text.length
}
