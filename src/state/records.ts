import { looksLikeRecord, readRecord } from '../core/handover/record/read-record'
import type { TransferRecord } from '../core/handover/record/record'

/** A record that was given to be looked at; undefined where it was changed, or cut off. */
export interface GivenRecord {
  readonly name: string
  readonly record: TransferRecord | undefined
}

/** Larger ones are no record of anybody's. */
const LARGEST = 64 * 1024 * 1024

/** Enough to tell it by its first key. */
const SNIFF = 200

/** The record in a file; undefined where the file is something else. */
export async function recordIn(file: File): Promise<GivenRecord | undefined> {
  const start = new Uint8Array(await file.slice(0, SNIFF).arrayBuffer())
  if (!looksLikeRecord(start)) return undefined
  return { name: file.name, record: file.size > LARGEST ? undefined : readRecord(await file.text()) }
}
