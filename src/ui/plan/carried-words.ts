import type { Messages } from '../../messages'
import type { CarriedBytes } from '../../model/carry-row'

type Said = Pick<Messages, 'format' | 'plan'>

/** How much is carried: so much, about so much, or no more than that. */
export function carriedWords({ kept, exact, about }: CarriedBytes, m: Said): string {
  if (exact) return m.format.bytes(kept)
  if (!about) return m.plan.atMost(m.format.bytes(kept))
  return m.plan.about(m.format.bytesRange(about.low, about.high))
}

/** Which share of it is not. */
export function homeWords({ kept, total, about }: CarriedBytes, m: Said): string {
  const home = (bytes: number) => Math.max(0, 1 - bytes / total)
  return m.plan.staysHome(
    about ? m.format.percentRange(home(about.high), home(about.low)) : m.format.percent(home(kept)),
  )
}

/** The same where there is little room. */
export function inShort(bytes: CarriedBytes, m: Said): string {
  const size = m.format.bytes(expected(bytes))
  if (bytes.exact) return size
  return `${bytes.about ? '≈' : '≤'} ${size}`
}

/** Bytes that will be carried, as far as that is known. */
export const expected = ({ kept, about }: CarriedBytes): number =>
  about ? Math.min(kept, (about.low + about.high) / 2) : kept

export const homeShare = (bytes: CarriedBytes): number => Math.max(0, 1 - expected(bytes) / bytes.total)
