import type { PlanReport } from '../../view/report'
import type { FormId } from '../../form/form-id'
import type { Finding } from '../../image/finding'

/** What was made of what, for whom and when: plain JSON, as it is saved and as it lies in a kit. */
export interface TransferRecord {
  /** The version of this form. It comes first, so that a file tells by its first bytes what it is. */
  readonly 'layershed-record': 1
  /** Of the page that made it. */
  readonly page: string
  /** ISO 8601. */
  readonly date: string
  /** The remembered sites that it was made for. */
  readonly sites: readonly string[]
  readonly form: FormId
  /** What was there already, as it was given. */
  readonly there: readonly RecordedFile[]
  readonly inputs: readonly RecordedFile[]
  /** In the order of loading. */
  readonly outputs: readonly RecordedOutput[]
}

export interface RecordedFile {
  readonly name: string
  readonly bytes: number
  /** In hex; absent where the file was not read whole. */
  readonly sha256?: string
}

export interface RecordedOutput extends RecordedFile {
  /** The input that it was made of. */
  readonly source: string
  /** Whether nothing was left out. */
  readonly whole: boolean
  readonly images: readonly string[]
  readonly leftOut: readonly RecordedLayer[]
  /** What it was made without; absent where all of it was sound. */
  readonly damaged?: readonly RecordedDamage[]
}

/** A layer of what was there already, by its entry: `expected` and `found` are digests, absent where it can’t be unpacked. */
export interface RecordedDamage {
  readonly file: string
  readonly entry: string
  readonly expected?: string
  readonly found?: string
}

export interface RecordedLayer {
  readonly diffId: string
  readonly bytes: number
  /** The Dockerfile line that made it, where that is known. */
  readonly createdBy: string
}

/** What a plan left out, each layer once. */
export function leftOutBy({ images }: Pick<PlanReport, 'images'>): RecordedLayer[] {
  const shed = images.flatMap(({ layers }) => layers.filter(({ fate }) => fate === 'shed'))
  const layers = new Map(shed.map(({ diffId, size, createdBy }) => [diffId, { diffId, bytes: size, createdBy }]))
  return [...layers.values()]
}

/** What is said of damage, without its words. */
export const damageIn = (remarks: readonly Finding[]): RecordedDamage[] =>
  remarks.flatMap(({ facts }) => ('file' in facts ? [facts] : []))

/** For machines, and legible to people. */
export const recordText = (record: TransferRecord) => `${JSON.stringify(record, undefined, 1)}\n`
