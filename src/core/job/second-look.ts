import { FOREIGN_END, FOREIGN_START, foreignFault } from '../compression/foreign'
import { failureIn, otherText } from '../destination/inventory/other-text'
import { REWRITTEN_START, rewrittenAs } from '../compression/rewritten'
import { lackOfTable } from '../destination/inventory/tables'
import { textOf } from '../destination/inventory/text'
import { ArchiveError, errorOf, faultOf, type ErrorCode, type Fault } from '../errors'
import type { NamedBlob } from '../file'
import { toldByName } from './told-by-name'

/** What a file that is something else comes to, when it is read as a tar. */
const NO_TAR: readonly ErrorCode[] = [
  'not-a-tar',
  'no-entries',
  'cut-off',
  'lone-zero-block',
  'bad-checksum',
  'truncated-header',
]

/** The same of a text that is no inventory. */
const NO_JSON: readonly ErrorCode[] = ['plain-text', 'inventory-not-json', 'inventory-empty', 'not-an-inventory']

/**
 * What a file is that could not be opened: a better reason than that it is neither an archive nor an inventory. It knows many a
 * format, and comes only where there is something to be told.
 * @param thrown why it could not be opened; given back where nothing better is known.
 */
export async function secondLook(thrown: unknown, file: NamedBlob): Promise<unknown> {
  const told = toldByName(thrown, file.name)
  if (told !== thrown) return told
  const { code } = faultOf(thrown)
  const isText = NO_JSON.includes(code)
  const rewritten = isText || !(thrown instanceof ArchiveError) ? undefined : await rewrittenFault(file)
  if (rewritten) return errorOf(rewritten, { cause: thrown })
  if (!isText && !NO_TAR.includes(code)) return thrown
  const start = await bytesOf(file.slice(0, FOREIGN_START))
  const fault = foreignFault(file.name, start, await bytesOf(file.slice(-FOREIGN_END)))
  const better = fault ?? (isText ? textFault(file.name, start, code) : nameFault(file.name))
  return better ? errorOf(better, { cause: thrown }) : thrown
}

function textFault(file: string, start: Uint8Array, code: ErrorCode): Fault | undefined {
  const text = textOf(start)
  const table = lackOfTable(text)?.error(file).fault
  // JSON is told by what it holds.
  return table ?? otherText(file, text) ?? (code === 'not-an-inventory' ? undefined : failureIn(file, text))
}

async function rewrittenFault(file: NamedBlob): Promise<Fault | undefined> {
  const found = rewrittenAs(await bytesOf(file.slice(0, REWRITTEN_START)))
  return found === undefined ? undefined : { code: 'rewritten-as-text', facts: { file: file.name, found } }
}

/** Brotli has no mark of its own. */
const nameFault = (file: string): Fault | undefined =>
  /\.br$/i.test(file)
    ? { code: 'foreign-packing', facts: { file, packing: 'brotli', expected: 'brotli -d' } }
    : undefined

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer())
