import type { Fault } from '../../errors'

/** So much of a text's start tells what it is. */
const START = 4096

/** A page: what a proxy, a login or a server that has no such file sends in its place. */
const PAGE = /^\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml|error|center|h1)\b/is
const ANSWER =
  /^(?:HTTP\/\d[\d.]* \d{3}|\d{3} [a-z]+ (?:not found|forbidden|denied|error)|(?:access denied|not found|forbidden)\s*$)/i
const TITLE = /<(?:title|message|h1)[^>]*>\s*([^<]+)/i

const POINTERS: readonly (readonly [RegExp, name: string, command: string])[] = [
  [/^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\//, 'Git LFS', 'git lfs pull'],
  [/^(?:\.\.\/)*(?:\.git)?\/annex\/objects\//, 'git-annex', 'git annex get'],
  [/^\[InternetShortcut\]/i, 'URL', 'curl -fLO URL'],
]

/** Bytes that were written as text, by what they begin with: base64 has capitals, and no line of prose. */
const CODED: readonly (readonly [RegExp, name: string, command: string])[] = [
  [/^-----BEGIN CERTIFICATE-----/, 'certutil', 'certutil -decode'],
  [/^begin(?:-base64)? [0-7]{3,4} /, 'uuencode', 'uudecode'],
  [/^(?=[^\n]*[A-Z])[A-Za-z0-9+/]{60,}={0,2}(?:\s[A-Za-z0-9+/=\s]*)?$/, 'base64', 'base64 -d'],
  [/^0{7,8}[: ] ?(?:[0-9a-f]{2,4} ){4}/, 'hexdump', 'xxd -r'],
]

/** What a shell or an engine says where it has nothing to print: no engine, no right to use it, no such command. */
const FAILED = new RegExp(
  [
    'permission denied',
    'cannot connect to the',
    'error during connect',
    'unable to connect to',
    'connection refused',
    'dial (?:unix|tcp)',
    'command not found',
    ': not found$',
    'is not recognized as',
    'requires at least (?:1|one) argument',
    'unauthorized',
  ].join('|'),
  'im',
)

/** What went wrong is said at once, or behind the empty list that a command prints all the same. */
const FIRST_LINES = 3

/** What a text is that is neither an inventory nor a list: undefined where it is nothing that is known. */
export function otherText(file: string, text: string): Fault | undefined {
  const start = text.slice(0, START).replace(/^\ufeff/, '')
  if (PAGE.test(start) || ANSWER.test(start))
    return {
      code: 'saved-page',
      facts: { file, found: (TITLE.exec(start)?.[1] ?? start).trim().split('\n', 1)[0]!.trim().slice(0, 80) },
    }
  const pointer = POINTERS.find(([pattern]) => pattern.test(start))
  if (pointer) return { code: 'pointer-file', facts: { file, found: pointer[1], expected: pointer[2] } }
  const coded = CODED.find(([pattern]) => pattern.test(start))
  return coded && { code: 'coded-as-text', facts: { file, found: coded[1], expected: coded[2] } }
}

/** What a command said instead of printing JSON. */
export function failureIn(file: string, text: string): Fault | undefined {
  const first = text.slice(0, START).trimStart().split('\n', FIRST_LINES)
  const line = first.find((one) => FAILED.test(one))
  return line === undefined ? undefined : { code: 'command-failed', facts: { file, found: line.trim() } }
}
