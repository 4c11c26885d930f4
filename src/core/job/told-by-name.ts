import { ArchiveError, errorOf, type Fault } from '../errors'

/** As ours are called, and 7z's; as `split` and zip do it, and people by hand. */
const NUMBERED = /\.(?:(?<digits>\d{3})|a[a-z]|part(?:a[a-z]|\d{1,3})|z\d\d)$/i

/** What a shell finds all of them by: digits alone, so that lists of sums beside them stay out. */
const PATTERNS = { digits: '.[0-9][0-9][0-9]', others: '.*' } as const

/** As browsers and download managers call what they have not finished, and what copies call what they write to. */
const UNFINISHED = /\.(?:crdownload|opdownload|part|partial|download|filepart|aria2|!ut|downloading|tmp)$/i

/** A part of a file that was cut, or that has not come yet, is no damaged file: it is told where it can't be read. */
export function toldByName(thrown: unknown, file: string): unknown {
  const fault = thrown instanceof ArchiveError ? nameFault(file) : undefined
  return fault ? errorOf(fault, { cause: thrown }) : thrown
}

function nameFault(file: string): Fault | undefined {
  if (UNFINISHED.test(file)) return { code: 'unfinished-download', facts: { file } }
  const match = NUMBERED.exec(file)
  if (!match) return undefined
  const whole = file.slice(0, match.index)
  const pattern = match.groups?.['digits'] === undefined ? PATTERNS.others : PATTERNS.digits
  return { code: 'one-part', facts: { file, found: `${whole}${pattern}`, expected: whole } }
}
