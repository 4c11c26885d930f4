import { imageName, isNothing, type Collected } from './collected'

/** What people write before each name. */
const BEFORE = /^(?:[-*]\s+)?(?:(?:docker|podman|nerdctl|crictl)\s+(?:image\s+)?pull\s+)?/

/** What listings of engines begin with. */
const TABLE = /^(?:REPOSITORY|IMAGE)\s+TAG\b/

/** Says which image is meant: a bare word may be anything. */
const TELLING = /[:/@]/

/**
 * A plain list: a name a line, or several in one where each tells that it is a name; `#` begins a comment. Also what
 * `docker image ls` prints.
 * @returns whether it is such a list: prose is none.
 */
export function readLines(text: string, found: Collected): boolean {
  const lines = text.split(/\r\n|[\n\r]/).map((line, at) => ({ text: line.replace(/(?:^|\s)#.*$/, '').trim(), at }))
  const said = lines.filter((line) => line.text !== '')
  const isTable = TABLE.test(said[0]?.text ?? '')
  const entries = isTable ? said.slice(1).map(inTable) : said.map(inLine)
  const names = entries.flatMap(({ names }) => names)
  const wrong = names.filter((name) => imageName(name) === undefined && !name.includes('$'))
  if (entries.some(({ names }) => names.length === 0) || wrong.length * 2 > names.length) return false
  if (!names.some((name) => TELLING.test(name) && imageName(name) !== undefined)) return false
  found.format('lines')
  for (const { names, at } of entries) for (const name of names) found.name(name, `${at + 1}`)
  return true
}

interface Entry {
  readonly names: readonly string[]
  readonly at: number
}

interface Line {
  readonly text: string
  readonly at: number
}

function inTable({ text, at }: Line): Entry {
  const [name = '', tag = ''] = text.split(/\s+/)
  return { names: [`${name}:${tag}`], at }
}

/** Several words are names only where each is one. */
function inLine({ text, at }: Line): Entry {
  const words = text
    .replace(BEFORE, '')
    .split(/[\s,;]+/)
    .map(unquoted)
    .filter((word) => !isNothing(word))
  const areNames =
    words.length === 1 ? MAYBE.test(words[0]!) : words.every((word) => TELLING.test(word) && imageName(word))
  return { names: areNames ? words : [], at }
}

/** What may be meant for a name, though it be a wrong one. */
const MAYBE = /^[\w$<][\w./:@${}<>+-]*[\w}>]$|^\w$/

const unquoted = (word: string) => /^(["'`])(.*)\1$/.exec(word)?.[2] ?? word

/** A field of a template, on a line of its own. */
const FIELD = /^\s*(?:-\s+)?["']?(\w*image|repository)["']?\s*:\s*(\S.*)$/i

/** Of templates that were not rendered every line that names an image: what is in them may be left out, or be another. */
export function readTemplate(text: string, found: Collected): void {
  text.split(/\r\n|[\n\r]/).forEach((line, at) => {
    const [, key = '', rest = ''] = FIELD.exec(line) ?? []
    const value = unquoted(rest.replace(/\s+#.*$/, '').trim())
    if (key === '' || isNothing(value)) return
    const isWhole = key.toLowerCase() !== 'repository'
    if (isWhole || value.includes('{{')) found.name(value, `${at + 1}`, 'likely')
    else found.untold(value, 'no-tag', `${at + 1}`)
  })
  if (found.count > 0) found.format('template')
}
