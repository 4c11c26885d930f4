import { ArchiveError } from '../errors'

/** As ours are called, and 7z's; as `split` and zip do it, and people by hand. */
const NUMBERED = /\.(?:(?<digits>\d{3})|a[a-z]|part(?:a[a-z]|\d{1,3})|z\d\d)$/i

/** What a shell finds all of them by: digits alone, so that lists of sums beside them stay out. */
const PATTERNS = { digits: '.[0-9][0-9][0-9]', others: '.*' } as const

/** As browsers and download managers call what they have not finished, and what copies call what they write to. */
const UNFINISHED = /\.(?:crdownload|opdownload|part|partial|download|filepart|aria2|!ut|downloading|tmp)$/i

/** A part of a file that was cut, or that has not come yet, is no damaged file: it is told where it can't be read. */
export async function toldByName<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause
    if (UNFINISHED.test(file)) throw new ArchiveError('unfinished-download', { file }, { cause })
    const match = NUMBERED.exec(file)
    if (!match) throw cause
    const whole = file.slice(0, match.index)
    const pattern = match.groups?.['digits'] === undefined ? PATTERNS.others : PATTERNS.digits
    throw new ArchiveError('one-part', { file, found: `${whole}${pattern}`, expected: whole }, { cause })
  }
}
