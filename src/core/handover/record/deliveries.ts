import type { SiteRecord } from '../../destination/site'

/** What was brought to a site, a line for each image: for a spreadsheet (RFC 4180), with the mark by which it tells UTF-8. */
export function deliveriesCsv({ name, deliveries }: SiteRecord): string {
  const lines = deliveries.flatMap(({ date, file, holding }) =>
    holding.images.map((image) => [name, date, file, image.name, String(image.layers.length)]),
  )
  return '\uFEFF' + [['site', 'date', 'file', 'image', 'layers'], ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('') // prettier-ignore
}

/** A spreadsheet takes what begins like a formula for one: a quote in front makes it text. */
const cell = (text: string) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`

/** The same for machines. */
export const deliveriesJson = ({ name, deliveries }: SiteRecord): string =>
  `${JSON.stringify({ site: name, deliveries: deliveries.map(({ date, file, holding }) => ({ date, file, images: holding.images.map((image) => image.name) })) }, undefined, 1)}\n` // prettier-ignore
