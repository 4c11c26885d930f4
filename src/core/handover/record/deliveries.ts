import type { SiteRecord } from '../../destination/site'
import { safeName } from '../../view/output-names'

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

const makers = {
  csv: { make: deliveriesCsv, type: 'text/csv' },
  json: { make: deliveriesJson, type: 'application/json' },
}

export const deliveriesFile = (site: SiteRecord, kind: keyof typeof makers): File =>
  new File([makers[kind].make(site)], `${safeName(site.name)}.deliveries.${kind}`, { type: makers[kind].type })
