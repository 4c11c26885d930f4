/** Numbers as the reader's language writes them. */
export interface Formatter {
  number(value: number): string
  /** Decimal units, as `docker image ls` shows them. */
  bytes(value: number): string
  /** From so many to so many, in the units of the larger. */
  bytesRange(low: number, high: number): string
  percent(share: number): string
  percentRange(low: number, high: number): string
  /** A time that is left, rounded the way people say it. */
  duration(seconds: number): string
  list(items: readonly string[]): string
  /** Of an ISO 8601 time, the day, as the reader's clock has it. */
  date(iso: string): string
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function formatter(language: string): Formatter {
  const number = new Intl.NumberFormat(language)
  const units = UNITS.map((unit) =>
    [0, 1].map((maximumFractionDigits) =>
      unitFormat(language, unit, maximumFractionDigits, unit === 'byte' ? 'long' : 'short'),
    ),
  )
  const percents = [0, 1].map(
    (maximumFractionDigits) => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits }),
  )
  // Near all and near none, a tenth is worth saying; and all must mean all.
  const percentOf = (share: number) => percents[share > 0.99 || share < 0.01 ? 1 : 0]!
  const inUnits = (value: number) => {
    const power = Math.min(Math.max(0, Math.floor(Math.log10(Math.max(value, 1)) / 3)), UNITS.length - 1)
    const scale = 1000 ** power
    return { format: units[power]![value < 10 * scale && power > 0 ? 1 : 0]!, scale }
  }
  const minutes = unitFormat(language, 'minute', 0)
  const seconds = unitFormat(language, 'second', 0)
  const lists = new Intl.ListFormat(language, { type: 'conjunction' })
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  return {
    date: (iso) => days.format(new Date(iso)),
    list: (items) => lists.format(items),
    number: (value) => number.format(value),
    bytes: (value) => {
      const { format, scale } = inUnits(value)
      return format.format(value / scale)
    },
    bytesRange: (low, high) => {
      const { format, scale } = inUnits(high)
      return rangeIn(format, low / scale, high / scale)
    },
    percent: (share) => percentOf(share).format(wholeTenths(share)),
    percentRange: (low, high) => rangeIn(percentOf(high), wholeTenths(low), wholeTenths(high)),
    duration: (value) => (value < 90 ? seconds.format(Math.ceil(value)) : minutes.format(Math.round(value / 60))),
  }
}

const wholeTenths = (share: number) => Math.floor(share * 1000) / 1000

/** Where both are written alike, one of them. */
const rangeIn = (format: Intl.NumberFormat, low: number, high: number) =>
  format.format(low) === format.format(high) ? format.format(high) : format.formatRange(low, high)

const unitFormat = (
  language: string,
  unit: string,
  maximumFractionDigits: number,
  unitDisplay: 'short' | 'long' = 'short',
) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits })
