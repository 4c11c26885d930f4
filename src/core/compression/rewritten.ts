import { field } from '../tar/header'

/** So much of a file's start tells whether something took its bytes for text on the way. */
export const REWRITTEN_START = 1024 * 1024

/** So many in a row are no chance: of bytes that are none of text, one line feed in 256 has a carriage return before it. */
const ENOUGH = 32
const [NUL, LF, CR] = [0x00, 0x0a, 0x0d]
const LOST = '\ufffd'

/** What was made of bytes that were taken for text, by what nothing else leaves behind; undefined where it can't be said for sure. */
export function rewrittenAs(start: Uint8Array): string | undefined {
  if (isUtf16(start)) return 'UTF-16'
  // Text may well be what it was.
  if (!start.includes(NUL)) return undefined
  if (isUtf8(start)) return 'UTF-8'
  return hasNoLoneFeed(start) ? 'LF → CR LF' : undefined
}

/** As Windows PowerShell writes what a program prints: a tar's first header, or what gzip begins with, in twice the bytes. */
function isUtf16(start: Uint8Array): boolean {
  if (start[0] !== 0xff || start[1] !== 0xfe) return false
  const text = new TextDecoder('utf-16le').decode(start.subarray(0, 1024))
  return text.startsWith('ustar', field.magic[0]) || (text[0] === '\x1f' && text[2] === '\b')
}

/** Each byte that is none of UTF-8 was given up for one and the same character. */
function isUtf8(start: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
    return text.split(LOST, ENOUGH + 1).length > ENOUGH
  } catch {
    return false
  }
}

/** As Git and FTP write text for Windows. */
function hasNoLoneFeed(start: Uint8Array): boolean {
  let feeds = 0
  for (let at = start.indexOf(LF); at >= 0; at = start.indexOf(LF, at + 1)) {
    if (start[at - 1] !== CR) return false
    feeds++
  }
  return feeds >= ENOUGH
}
