import { parseDescriptor } from '../../../image/descriptor'
import { LONGEST_LIST } from '../../../image/json'
import { field } from '../fields'
import type { Kind } from '../told'

/** An image's manifest: `skopeo inspect --raw`, `imagetools inspect --raw`, `docker manifest inspect`, `ctr content get`. */
export const manifest: Kind = (json, { text }) => {
  const config = parseDescriptor(field(json, 'config'))
  const layers = field(json, 'layers')
  if (!config || !Array.isArray(layers) || layers.length > LONGEST_LIST) return undefined
  const blobs = layers.map(parseDescriptor).filter((item) => item !== undefined)
  const compact = JSON.stringify(json)
  const texts = text === undefined || text === compact ? [compact] : [text, compact]
  return { manifests: [{ ids: [config.digest], texts, blobs }] }
}
