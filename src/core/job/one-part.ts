import { ArchiveError } from '../errors'

/** As ours are called, and 7z's; as `split` and zip do it, and people by hand. */
const NUMBERED = /\.(?:(?<digits>\d{3})|a[a-z]|part(?:a[a-z]|\d{1,3})|z\d\d)$/i

/** What a shell finds all of them by: digits alone, so that lists of sums beside them stay out. */
const PATTERNS = { digits: '.[0-9][0-9][0-9]', others: '.*' } as const

/** One part of a file that was cut is no damaged file: where it can't be read, the others lack. */
export async function toldAsPart<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (cause) {
    const match = NUMBERED.exec(file)
    if (!match || !(cause instanceof ArchiveError)) throw cause
    const whole = file.slice(0, match.index)
    const pattern = match.groups?.['digits'] === undefined ? PATTERNS.others : PATTERNS.digits
    throw new ArchiveError('one-part', { file, found: `${whole}${pattern}`, expected: whole }, { cause })
  }
}
