/** Of a line, and of the names of the columns above them; in pixels, as all here. */
export const LINE = 28

/** Browsers cut taller elements off (Firefox from 17.9 million pixels on). */
const TALLEST = 12_000_000

/** What is in sight of a list that is too long to be laid out. */
export interface Sight {
  /** Height of the element that is scrolled. */
  readonly tall: number
  /** How far the lines move when the list is scrolled by a pixel: 1, but in lists that no element is tall enough for. */
  readonly speed: number
  /** Where the sight begins, and how far it reaches. */
  readonly top: number
  readonly room: number
  /** Lines, the last one not among them. */
  readonly first: number
  readonly last: number
}

export function sightOf(rows: number, height: number, scrolled: number): Sight {
  const room = Math.max(LINE, height - LINE)
  const whole = rows * LINE
  const tall = Math.min(whole, TALLEST)
  const speed = tall > room ? (whole - room) / (tall - room) : 1
  const top = scrolled * speed
  const first = Math.max(0, Math.floor(top / LINE))
  return { tall, speed, top, room, first, last: Math.min(rows, Math.ceil((top + room) / LINE)) }
}

/** How far the list must be scrolled to bring a line into sight; undefined where it is there. */
export function scrollTo(at: number, { speed, top, room }: Sight): number | undefined {
  const above = at * LINE
  if (above < top) return above / speed
  return above + LINE > top + room ? (above + LINE - room) / speed : undefined
}
