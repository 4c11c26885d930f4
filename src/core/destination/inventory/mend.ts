/** What logs, mails and editors put before each line: a time, a quotation mark, a number, a container's name. */
const PREFIXES = [
  /^(?:> ?)+/,
  /^\s*\d+(?:\t|[:|] ?)/,
  /^\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]? /,
  /^[\w.-]+ +\| /,
]

/** Narrower than any terminal: shorter lines end where they end. */
const NARROWEST = 40

/** What web pages and word processors make of a quote and a blank. */
const CHARACTERS: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u2007\u202f\u3000]/g, ' '],
  [/[\u201c-\u201f]|&(?:quot|#34);/g, '"'],
  [/&amp;/g, '&'],
]

/** A string, whatever ends of lines are in it. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/gs

/** JSON as it was before a terminal broke its lines, a log dated them, or a page set its quotes: read where it can't be as it is. */
export function mended(text: string): string {
  const lines = unwrapped(unprefixed(text.split(/\r?\n/)))
  const straight = CHARACTERS.reduce((all, [pattern, char]) => all.replace(pattern, char), lines)
  return straight.replace(STRING, (string) => string.replaceAll('\n', ''))
}

function unprefixed(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== '')
  const prefix = PREFIXES.find((pattern) => filled.every((line) => pattern.test(line)))
  return prefix ? lines.map((line) => line.replace(prefix, '')) : lines
}

/** Lines of the greatest length, if there are several, were broken there; joining two that were not hurts no JSON. */
function unwrapped(lines: readonly string[]): string {
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0)
  const isFull = (line: string) => line.length === width && width >= NARROWEST
  if (lines.filter(isFull).length < 2) return lines.join('\n')
  return lines.map((line) => (isFull(line) ? line : `${line}\n`)).join('')
}
