import { sniff } from '../../core/compression/sniff'
import { ArchiveError } from '../../core/errors'
import { chosenOf } from '../../core/image/archive-within'
import type { Item } from '../../model/item'
import { spools } from '../../storage/opfs/scratch'
import type { OnProgress } from '../../worker/door/progress'
import type { MainApi } from '../../worker/main/api'
import { listInstead } from './listing'

/** What opening comes to: a view, or several archives to choose from; and where plain bytes are kept. */
export type Opening = Pick<Item, 'state' | 'packed'> & { readonly spool: string | undefined }

interface Asked {
  readonly door: MainApi
  readonly item: Item
  /** Whether a packed file's plain bytes are kept. */
  readonly keep: boolean
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/** An archive in a tar in a packed tar in a tar: nobody packs deeper than that by mistake. */
const DEEPEST = 4

/**
 * Opens a file: a plain one as it is; a packed one through a worker of its own, which comes with its decoders only now. A base's
 * payloads go by; a target's plain bytes are kept until it is removed. What lies in a tar of its own is opened in its place.
 */
export const openItem = (
  door: MainApi,
  item: Item,
  keep: boolean,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Opening> => openFile({ door, item, keep, onProgress, signal }, item.file, item.member, undefined, 0)

/** @param spool where the file's own bytes are kept, if they were unpacked. */
async function openFile(
  asked: Asked,
  file: File,
  member: string | undefined,
  spool: string | undefined,
  depth: number,
): Promise<Opening> {
  const { door, item, onProgress, signal } = asked
  if ((await sniff(file)) !== 'tar')
    return openPacked(asked, file, member, spool, depth).catch(async (thrown) => {
      throw await lookedAgain(thrown, file)
    })
  const packed = spool !== undefined
  const opened = await door.open(item.id, file, onProgress, signal).catch(async (thrown) => {
    const list = await listInstead(await lookedAgain(thrown, file), file, item, signal)
    return { kind: 'list', list } as const
  })
  if (opened.kind === 'list') {
    if (spool) void spools.release(spool)
    return { packed, spool: undefined, state: { kind: 'listed', list: opened.list } }
  }
  if (opened.kind !== 'choice') return { packed, spool, state: { kind: 'ready', view: opened } }
  const { members } = opened
  const chosen = chosenOf(members, member)
  if (!chosen && depth > 0 && member !== undefined) throw heldWithin(file, members)
  if (!chosen) {
    if (spool) void spools.release(spool)
    return { packed, spool: undefined, state: { kind: 'choosing', members } }
  }
  if (depth >= DEEPEST) throw heldWithin(file, members)
  const inner = new File([file.slice(chosen.start, chosen.start + chosen.size)], file.name)
  return openFile(asked, inner, chosen.name === member ? undefined : member, spool, depth + 1)
}

/** @param outer where the packed file itself was unpacked to; needed only until it is unpacked in turn. */
async function openPacked(
  asked: Asked,
  file: File,
  member: string | undefined,
  outer: string | undefined,
  depth: number,
): Promise<Opening> {
  const { door, item, keep, onProgress, signal } = asked
  const { unpackFile } = await import('../../worker/decoder/unpack-file')
  const spool = keep ? await spools.claim() : undefined
  const scratch = await spools.claim()
  try {
    const unpacked = await unpackFile({ file, member, spool, scratch }, onProgress, signal)
    if (unpacked.kind === 'choice') {
      if (spool) void spools.release(spool)
      return { packed: true, spool: undefined, state: { kind: 'choosing', members: unpacked.members } }
    }
    if (unpacked.kind === 'file')
      return await openFile(asked, new File([unpacked.file], item.name), member, spool, depth + 1)
    const view = await door.openUnpacked(item.id, { ...unpacked.outline, name: item.name }, unpacked.plain)
    signal.throwIfAborted()
    return { packed: true, spool, state: { kind: 'ready', view } }
  } catch (thrown) {
    if (spool) void spools.release(spool)
    throw thrown
  } finally {
    void spools.release(scratch)
    if (outer) void spools.release(outer)
  }
}

const lookedAgain = async (thrown: unknown, file: File) =>
  (await import('../../core/job/second-look')).secondLook(thrown, file)

const heldWithin = ({ name }: File, members: readonly { readonly name: string }[]) =>
  new ArchiveError('archive-within', { file: name, entry: members[0]?.name ?? '' })
