import { sniff } from '../../core/compression/sniff'
import type { Item } from '../../model/item'
import { spools } from '../../storage/opfs/scratch'
import type { OnProgress } from '../../worker/door/progress'
import type { MainApi } from '../../worker/main/api'

/** What opening comes to: a view, or a zip's members to choose from; and where plain bytes are kept. */
export type Opening = Pick<Item, 'state' | 'packed'> & { readonly spool: string | undefined }

/**
 * Opens a file: a plain one as it is; a packed one through a worker of its own, which comes with its decoders only now. A base's
 * payloads go by; a target's plain bytes are kept until it is removed.
 */
export async function openItem(
  door: MainApi,
  item: Item,
  keep: boolean,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Opening> {
  const { id, file, name, member } = item
  if ((await sniff(file)) === 'tar')
    return { spool: undefined, state: { kind: 'ready', view: await door.open(id, file, onProgress, signal) } }

  const { unpackFile } = await import('../../worker/decoder/unpack-file')
  const spool = keep ? await spools.claim() : undefined
  const scratch = await spools.claim()
  try {
    const unpacked = await unpackFile({ file, member, spool, scratch }, onProgress, signal)
    if (unpacked.kind === 'choice') {
      if (spool) void spools.release(spool)
      return { packed: true, spool: undefined, state: { kind: 'choosing', members: unpacked.members } }
    }
    const view = await door.openUnpacked(id, { ...unpacked.outline, name }, unpacked.plain)
    signal.throwIfAborted()
    return { packed: true, spool, state: { kind: 'ready', view } }
  } catch (thrown) {
    if (spool) void spools.release(spool)
    throw thrown
  } finally {
    void spools.release(scratch)
  }
}
