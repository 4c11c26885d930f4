import { isStack, layerLines } from '../../../image/config'
import { stringOf, type JsonObject } from '../../../image/json'
import type { Store } from '../../../engine'
import { field, has, idAt, namesAt, objectAt, platformAt } from '../fields'
import { told, type Kind } from '../told'

/** `docker image inspect`, `podman image inspect`, `nerdctl image inspect`, and what jq leaves of them around `RootFS`. */
export const inspect: Kind = (json, { names }) => {
  const rootFs = objectAt(json, 'RootFS')
  if (!rootFs || has(rootFs, 'diff_ids')) return undefined
  const diffIds = field(rootFs, 'Layers') ?? []
  if (!isStack(diffIds)) return undefined
  const own = namesAt(json)
  return told({
    names: own.length > 0 ? own : names,
    ids: idAt(json),
    store: storeOf(json),
    platform: platformAt(json),
    diffIds,
    createdBy: layerLines(field(json, 'History'), diffIds.length),
  })
}

/**
 * containerd's snapshotters go by names of their own (`overlayfs`), and such an image's ID is its manifest's digest; graph
 * drivers are `overlay2`, `btrfs`…; Podman adds `NamesHistory`.
 */
function storeOf(json: JsonObject): Store {
  if (has(json, 'NamesHistory') || has(json, 'ManifestType')) return 'podman'
  if (has(json, 'Descriptor') || objectAt(json, 'Storage')) return 'containerd'
  const driver = stringOf(objectAt(json, 'GraphDriver')?.['Name'])
  // Both kinds of store know a fuse-overlayfs.
  if (driver === undefined || driver === 'fuse-overlayfs') return 'unknown'
  return SNAPSHOTTERS.includes(driver) ? 'containerd' : 'classic'
}

const SNAPSHOTTERS = ['overlayfs', 'native', 'stargz', 'nydus', 'blockfile', 'erofs', 'windows']
