import type { Language } from '../../messages'

const DAY_MS = 24 * 60 * 60 * 1000

/** After so many days what is known of a site is worth asking for again: others work there too. */
const OLD_DAYS = 30

export interface Age {
  /** `45 days ago` */
  readonly text: string
  readonly isOld: boolean
}

/** How old a knowledge is, as people say it. */
export function ageOf(iso: string, language: Language, now = Date.now()): Age {
  const days = Math.max(0, Math.floor((now - Date.parse(iso)) / DAY_MS))
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const [value, unit] = days < 60 ? [days, 'day' as const] : [Math.floor(days / 30), 'month' as const]
  return { text: relative.format(-value, unit), isOld: days >= OLD_DAYS }
}
