import { ArchiveError } from '../../errors'
import { LARGEST_JSON } from '../../image/json'

/** Deeper than any engine nests what it prints. */
const DEEPEST = 512

/** Of one image or listing: a node list of a large cluster has some hundred thousand. */
const MOST_PARTS = 1_000_000

const WHITE = /[ \t\r\n]*/y
const LITERAL = /(?:-?\d[\d.eE+-]*|true|false|null)/y

/**
 * Where the JSON value that begins at `start` ends; where it is none, where that shows: the text's end if it is cut off.
 * Goes by brackets, commas and quotes, so that prose shows at its first word. What stands in a string is left to the parser.
 * @throws ArchiveError where it is larger, deeper or fuller than what any engine prints.
 */
export function valueEnd(text: string, start: number, file: string): { readonly end: number; readonly whole: boolean } {
  const closing: string[] = []
  let at = start
  let parts = 0
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const matches = pattern.test(text)
    if (matches) at = pattern.lastIndex
    return matches
  }
  const white = () => skip(WHITE)
  const take = (char: string): boolean => text[at] === char && (at++, white())
  const key = () => skipString() && white() && take(':')
  const skipString = (): boolean => {
    if (text[at] !== '"') return false
    const end = stringEnd(text, at)
    at = end ?? text.length
    return end !== undefined
  }

  for (;;) {
    if (++parts > MOST_PARTS) throw new ArchiveError('inventory-too-many', { file, expected: MOST_PARTS })
    const opened = text[at]
    if (opened === '{' || opened === '[') {
      if (closing.push(opened === '{' ? '}' : ']') > DEEPEST)
        throw new ArchiveError('json-too-deep', { file, expected: DEEPEST })
      at++
      white()
      if (text[at] !== closing.at(-1)) {
        if (opened === '{' && !key()) return { end: at, whole: false }
        continue
      }
    } else if (!skipString() && !skip(LITERAL)) return { end: Math.max(at, start + 1), whole: false }

    while (closing.length > 0) {
      white()
      if (text[at] !== closing.at(-1)) break
      closing.pop()
      at++
    }
    if (at - start > LARGEST_JSON)
      throw new ArchiveError('json-too-large', { file, entry: file, found: at - start, expected: LARGEST_JSON })
    if (closing.length === 0) return { end: at, whole: true }
    if (!take(',') || (closing.at(-1) === '}' && !key())) return { end: Math.max(at, start + 1), whole: false }
  }
}

/** Behind a string's closing quote; undefined where the text ends before it. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = at
    while (text[slashes - 1] === '\\') slashes--
    if ((at - slashes) % 2 === 0) return at + 1
  }
  return undefined
}
