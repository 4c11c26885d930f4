import type { ArchiveContents } from '../core/handover/contents'
import { kitOf, type KitArchive, type KitOld, type OldImage } from '../core/handover/kit/kit'
import { loadPs1, loadSh } from '../core/handover/kit/scripts'
import { recordHtml } from '../core/handover/record/html'
import { damageIn, leftOutBy, recordText, type TransferRecord } from '../core/handover/record/record'
import type { Finding } from '../core/image/finding'
import type { PlanReport } from '../core/view/report'
import { languages, type Messages } from '../messages'
import { formatter } from '../messages/format'
import { kitWords, plainKitWords } from '../messages/kit'
import type { Text } from '../output/kit'

/** An archive that goes along, once it is made. */
export interface Made {
  readonly file: string
  readonly blob: Blob
  /** Of a compact one, once it is made whole. */
  readonly contents: ArchiveContents
  /** Where it is compact: the images that it is made whole of. */
  readonly old: readonly OldImage[] | undefined
  /** Whether that is made of what comes of those before it, too. */
  readonly uponEarlier: boolean
  /** The input that it was made of. */
  readonly source: string
  readonly report: PlanReport
  readonly whole: boolean
  /** What is to be said of bases. */
  readonly damaged: readonly Finding[]
}

/** All of a record but what came of it. */
export type Transfer = Omit<TransferRecord, 'layershed-record' | 'page' | 'outputs'>

/** @param sums SHA-256 in hex, by the archives' names. */
export const recordOf = (
  transfer: Transfer,
  made: readonly Made[],
  sums: ReadonlyMap<string, string>,
): TransferRecord => ({
  'layershed-record': 1,
  page: LAYERSHED_VERSION,
  ...transfer,
  outputs: made.map(({ file, blob, contents, source, report, whole, ...one }) => {
    const sha256 = sums.get(file)
    const damaged = damageIn(one.damaged)
    return {
      name: file,
      bytes: blob.size,
      ...(sha256 === undefined ? {} : { sha256 }),
      source,
      whole,
      images: contents.images.map(({ names, id }) => names[0] ?? id),
      leftOut: leftOutBy(report),
      ...(damaged.length === 0 ? {} : { damaged }),
    }
  }),
})

/** As a page to print, or as what this page opens again. */
export function recordBlob(kind: 'json' | 'html', record: TransferRecord, { language, format }: Messages): Blob {
  return kind === 'json'
    ? new Blob([recordText(record)], { type: 'application/json' })
    : new Blob([recordHtml(record, language, kitWords[language], format)], { type: 'text/html' })
}

/** What stands beside the archives of a kit, and speaks of them. */
export function textsOf(
  name: string,
  transfer: Transfer,
  made: readonly Made[],
  sums: ReadonlyMap<string, string>,
): Text[] {
  const record = recordOf(transfer, made, sums)
  const kit = kitOf(
    made,
    made.flatMap(({ report }) => report.checks),
  )
  return [
    { name: 'load.sh', text: loadSh(kit), runs: true },
    { name: 'load.ps1', text: loadPs1(kit) },
    { name: 'READ ME.txt', text: readMe(name, record, kit) },
    { name: 'layershed.json', text: recordText(record) },
  ]
}

/** Whoever opens it may speak either language. */
function readMe(name: string, record: TransferRecord, kit: readonly KitArchive[]): string {
  const bases = kit.flatMap(({ bases }) => bases.map(({ name, diffIds }) => name ?? diffIds.at(-1) ?? ''))
  const sections = languages.map((language) => {
    const format = formatter(language)
    return plainKitWords[language].readMe({
      name,
      date: format.date(record.date),
      sites: format.list(record.sites),
      archives: record.outputs.map(({ name, bytes, images }) => {
        return { file: name, size: format.bytes(bytes), images: format.list(images) }
      }),
      bases: [...new Set(bases)],
      compact: kit.flatMap(({ file, old }) => (old ? { file, old: namesOf(old), earlier: old.earlier } : [])),
      page: record.page,
    })
  })
  return sections.join(`\n${'-'.repeat(100)}\n\n`)
}

const namesOf = ({ images }: KitOld) => [...new Set(images.map(({ name, diffIds }) => name ?? diffIds.at(-1) ?? ''))]
