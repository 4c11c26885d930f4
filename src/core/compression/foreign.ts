import { errorOf, type Fault } from '../errors'
import { hasMagic, readBlock } from '../tar/block'
import { BLOCK, field } from '../tar/header'
import { FORMATS, type Format } from './foreign-formats'

/** So much of a file's start tells what it is: file systems keep their marks behind room for a boot sector, Btrfs behind 64 KiB. */
export const FOREIGN_START = 0x10048

/** So much of its end: Apple's and Microsoft's disk images are told by that. */
export const FOREIGN_END = 512

/**
 * The fault of a file that is something else than an archive of images.
 * @param start as much of it as `FOREIGN_START` says, if it has so much.
 * @param end its last bytes, where they are known.
 */
export function foreignFault(file: string, start: Uint8Array, end: Uint8Array = new Uint8Array()): Fault | undefined {
  if (isTar(start)) return undefined
  const format = FORMATS.find(({ at, magic }) => {
    const from = at < 0 ? end.length + at : at
    return magic.every((byte, place) => (at < 0 ? end : start)[from + place] === byte)
  })
  if (format) return faultOf(file, format)
  const before = textBefore(start)
  return before === undefined ? undefined : { code: 'text-before', facts: { file, found: before } }
}

/** A first name may begin with any mark. */
function isTar(start: Uint8Array, at = 0): boolean {
  const block = start.subarray(at, at + BLOCK)
  return block.length === BLOCK && (hasMagic(block) || readBlock(block).kind === 'header')
}

/** The first line of what stands before a tar's first header, where it is text: messages that went where the archive went. */
function textBefore(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, LONGEST_TEXT))
  const at = text.indexOf('ustar') - field.magic[0]
  const before = text.slice(0, Math.max(0, at))
  const isText = before.endsWith('\n') && [...before].every((char) => char >= ' ' || ENDS.includes(char))
  return isText && isTar(start, at) ? before.trim().split(/[\r\n]/, 1)[0] : undefined
}

/** Of lines and words, and what begins a terminal's colours. */
const ENDS = '\t\n\r\u001b'

/** More than any command says before it comes to its archive. */
const LONGEST_TEXT = 16 * 1024

function faultOf(file: string, { kind, name, command }: Format): Fault {
  if (kind === 'foreign-packing') return { code: kind, facts: { file, packing: name, expected: command } }
  if (kind === 'pointer-file') return { code: kind, facts: { file, found: name, expected: command } }
  return { code: kind, facts: { file, found: name } }
}

/** Throws it. */
export function refuseForeign(file: string, start: Uint8Array, end?: Uint8Array): void {
  const fault = foreignFault(file, start, end)
  if (fault) throw errorOf(fault)
}
