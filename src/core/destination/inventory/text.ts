import { LARGEST_JSON } from '../../image/json'

const ESCAPE = '\u001b'
const BELL = '\u0007'

/** What a terminal takes for colours, cursors and titles (ECMA-48, 5.4 and 5.6): `jq -C`, `grep --color`, a saved session. */
const TERMINAL = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|[(-/][0-~]|[=>78c])`,
  'g',
)

/** A tar has zeros in its first block; a packed file has something else of these soon. Windows' old tools end text with ^Z. */
const isNoText = (char: string) => char < BELL || (char > '\r' && char < ' ' && char !== ESCAPE && char !== '\u001a')

/** The text of some bytes: without its mark, and without a terminal's colours, which no JSON can hold. */
export function textOf(bytes: Uint8Array): string {
  const text = decode(bytes)
  return text.length <= LARGEST_JSON && text.includes(ESCAPE) ? text.replace(TERMINAL, '') : text
}

/** @param start a file's first bytes: 512 of them, if it has as many. A tar's would hold zeros. */
export const looksLikeText = (start: Uint8Array): boolean => start.length > 0 && ![...decode(start)].some(isNoText)

/** UTF-8, or UTF-16: Windows PowerShell 5 writes that, with a mark, when output is redirected; other tools without one. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

function encodingOf([a, b, c, d]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (b === 0 && d === 0 && a !== 0 && c !== 0) return 'utf-16le'
  if (a === 0 && c === 0 && b !== 0 && d !== 0) return 'utf-16be'
  return 'utf-8'
}
