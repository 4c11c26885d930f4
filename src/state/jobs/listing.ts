import { faultOf, type ErrorCode } from '../../core/errors'
import type { PackingList } from '../../core/list/packing-list'
import type { Item } from '../../model/item'

/** Reads a file as a packing list, in a worker that comes with the first one. */
export type ReadList = (file: File, signal: AbortSignal) => Promise<PackingList | undefined>

/** What is no archive and tells of no layers: wherever it was dropped, it may be a list of what is to be sent. */
const TEXTS: readonly ErrorCode[] = [
  'plain-text',
  'not-an-inventory',
  'inventory-not-json',
  'inventory-yaml',
  'inventory-csv',
  'command-failed',
]

/** What a host printed and tells of no layers: where it was given to be sent, its names may be meant. */
const LISTINGS: readonly ErrorCode[] = [
  'inventory-listing',
  'inventory-containers',
  'inventory-of-nodes',
  'inventory-too-many',
]

/**
 * The list that a file is which could not be opened.
 * @param thrown why it could not be; thrown again where it is no list either.
 */
export async function listInstead(
  thrown: unknown,
  file: File,
  { role, pinned }: Item,
  signal: AbortSignal,
  read: ReadList = inWorker,
): Promise<PackingList> {
  const { code } = faultOf(thrown)
  const mayBe = role === 'target' && (TEXTS.includes(code) || (pinned && LISTINGS.includes(code)))
  const list = mayBe ? await read(file, signal) : undefined
  if (!list) throw thrown
  return list
}

const inWorker: ReadList = async (...given) => (await import('../../worker/list/read-list')).readList(...given)
