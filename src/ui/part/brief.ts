import type { Messages } from '../../messages'
import { cut, visible } from '../../messages/visible'

export { shortDigest } from '../../messages/visible'

const LONGEST = 80

/** A name in the midst of a sentence: archives may give it any length. */
export const brief = (name: string) => cut(name, LONGEST)

const LONGEST_HINT = 1000

/** What is to be had on hover. */
export const hint = (text: string) => cut(text, LONGEST_HINT)

const MOST_NAMES = 6

/** Names in a row, the first few of them. */
export function namesOf(all: readonly string[], m: Messages): string {
  const rest = all.length - MOST_NAMES
  const told = all.slice(0, MOST_NAMES).map((name) => visible(brief(name)))
  return told.join(m.part.comma) + (rest > 0 ? m.part.andMore(m.format.number(rest)) : '')
}
