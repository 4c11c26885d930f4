import { isStack, layerLines } from '../../../image/config'
import type { JsonObject } from '../../../image/json'
import { field, has, namesAt, objectAt, platformAt } from '../fields'
import { told, type Kind, type ToldImage } from '../told'

/**
 * An image's config: `skopeo inspect --config`, `ctr content get`, `imagetools inspect --format '{{json .Image}}'`; or what holds
 * one beside compressed layers, as `oc image info -o json` does.
 */
export const config: Kind = (json, { names, text }) => {
  const within = configAt(objectAt(json, 'config'))
  if (within && within.diffIds.length > 0) return told({ ...within, names: names.length > 0 ? names : namesAt(json) })
  const facts = configAt(json)
  if (!facts) return undefined
  // skopeo prints the config anew, so that its digest fits its compact form only, if at all.
  const compact = JSON.stringify(json)
  const configs = text === undefined || text === compact ? [compact, `${compact}\n`] : [text, `${text}\n`, compact]
  return told({ ...facts, names: names.length > 0 ? names : namesAt({ RepoTags: field(json, 'RepoTags') }), configs })
}

/** What a config says, wherever it stands. */
export function configAt(
  json: JsonObject | undefined,
): Pick<ToldImage, 'platform' | 'diffIds' | 'createdBy'> | undefined {
  const rootFs = json && objectAt(json, 'rootfs')
  // Of an image without layers Go leaves the list out.
  const diffIds = rootFs && (field(rootFs, 'diff_ids') ?? (has(rootFs, 'Layers') ? undefined : []))
  if (!isStack(diffIds)) return undefined
  return { platform: platformAt(json!), diffIds, createdBy: layerLines(field(json!, 'history'), diffIds.length) }
}
