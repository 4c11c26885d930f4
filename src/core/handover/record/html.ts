import type { RecordedFile, RecordedOutput, TransferRecord } from './record'

/** What is said in a record, in one language. */
export interface RecordWords {
  readonly title: string
  made(date: string, page: string): string
  forSites(sites: string): string
  readonly forms: Readonly<Record<string, string>>
  readonly outputs: string
  readonly inputs: string
  readonly there: string
  readonly file: string
  readonly size: string
  readonly sum: string
  readonly images: string
  leftOut(layers: number, bytes: string): string
  readonly whole: string
  from(source: string): string
  readonly notHashed: string
  damaged(entry: string, file: string): string
}

/** How the language writes numbers and days. */
export interface RecordFormat {
  bytes(value: number): string
  date(iso: string): string
  list(items: readonly string[]): string
}

/** Put together only here: where the page is one file, a style's own tags in its script would be taken for those of the page. */
const element = (name: string, content: string) => `<${name}>${content}</${name}>`

const STYLE = `
  @page { size: A4; margin: 12mm }
  body { font: 10pt/1.35 system-ui, sans-serif; max-width: 190mm; margin: 2em auto; padding: 0 1em }
  h1 { font-size: 15pt; margin: 0 0 .3em } h2 { font-size: 11pt; margin: 1.1em 0 .3em }
  table { width: 100%; border-collapse: collapse } td, th { text-align: left; vertical-align: top; padding: .2em .6em .2em 0; border-bottom: 1px solid #bbb }
  td { overflow-wrap: anywhere } td:nth-child(2) { white-space: nowrap } code { font: 8pt ui-monospace, monospace } small { display: block; color: #444 }
  tr { break-inside: avoid } @media print { body { margin: 0; padding: 0 } }
`

/** A page that prints on one sheet, as long as it is a handful of archives; nothing in it asks for anything. */
export function recordHtml(record: TransferRecord, language: string, words: RecordWords, format: RecordFormat): string {
  const { page, date, sites, form, there, inputs, outputs } = record
  const about = [
    words.made(format.date(date), page),
    ...(sites.length > 0 ? [words.forSites(format.list(sites))] : []),
    words.forms[form] ?? form,
  ]
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${element('title', safe(words.title))}
${element('style', STYLE)}
${element('h1', safe(words.title))}
<p>${about.map(safe).join(' · ')}</p>
${table(words.outputs, outputs, words, format, (output) => told(output, words, format))}
${table(words.inputs, inputs, words, format)}
${there.length > 0 ? table(words.there, there, words, format) : ''}
</html>
`
}

function table<T extends RecordedFile>(
  title: string,
  files: readonly T[],
  words: RecordWords,
  format: RecordFormat,
  more: (file: T) => string = () => '',
): string {
  const rows = files.map(
    (file) =>
      `<tr><td>${safe(file.name)}${more(file)}<td>${safe(format.bytes(file.bytes))}<td>${file.sha256 ? `<code>${safe(file.sha256)}</code>` : safe(words.notHashed)}`,
  )
  const heads = [words.file, words.size, words.sum].map((head) => `<th scope="col">${safe(head)}`)
  return `<h2>${safe(title)}</h2>\n<table>\n<tr>${heads.join('')}\n${rows.join('\n')}\n</table>`
}

function told(
  { source, whole, images, leftOut, damaged = [] }: RecordedOutput,
  words: RecordWords,
  format: RecordFormat,
): string {
  const bytes = format.bytes(leftOut.reduce((sum, layer) => sum + layer.bytes, 0))
  const lines = [
    `${format.list(images)}`,
    `${words.from(source)}: ${whole || leftOut.length === 0 ? words.whole : words.leftOut(leftOut.length, bytes)}`,
    ...leftOut.map(({ createdBy, diffId }) => `− ${createdBy || diffId}`),
    ...damaged.map(({ entry, file }) => words.damaged(entry, file)),
  ]
  return lines.map((line) => `<small>${safe(line)}</small>`).join('')
}

/** Whatever stands in archives is shown as text. */
const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
