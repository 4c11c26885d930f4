import type { Descriptor } from '../image/descriptor'
import type { Digest } from '../image/digest'
import type { JsonObject } from '../image/json'
import type { Encoding, Payload } from '../image/model'
import { annotationsOf } from './naming'

/** The media types of layers, in the two families that manifests are written in; further ones than three no standard has. */
const LAYER = {
  oci: { start: 'application/vnd.oci.image.layer.v1.tar', joint: '+' },
  docker: { start: 'application/vnd.docker.image.rootfs.diff.tar', joint: '.' },
} as const

export type Family = keyof typeof LAYER

export const familyOf = (manifestMediaType: string): Family =>
  manifestMediaType.startsWith('application/vnd.docker.') ? 'docker' : 'oci'

export function layerMediaType(family: Family, encoding: Encoding): string {
  const { start, joint } = LAYER[family]
  return encoding === 'tar' ? start : `${start}${joint}${encoding}`
}

/** A layer's type, whose ending both families write alike. Encrypted and foreign layers are of a kind of their own. */
const PLAIN_LAYER = /^application\/vnd\.(?:oci\.image\.layer\.v1|docker\.image\.rootfs\.diff)\.tar(?:[+.]([a-z0-9]+))?$/

/** The same blob as a manifest of the other family would describe it. */
export function inFamily(descriptor: Descriptor, family: Family): Descriptor {
  const { start, joint } = LAYER[family]
  const [whole, packing] = PLAIN_LAYER.exec(descriptor.mediaType) ?? []
  if (whole === undefined || packing === 'encrypted') return descriptor
  return { ...descriptor, mediaType: packing === undefined ? start : `${start}${joint}${packing}` }
}

export const layerDescriptor = (payload: Payload, digest: Digest, family: Family): Descriptor => ({
  mediaType: layerMediaType(family, payload.encoding),
  digest,
  size: payload.size,
})

/** Annotations that speak of a blob's bytes: where its table of contents is (eStargz, zstd:chunked, nydus), its keys. */
const OF_THE_BYTES =
  /^(?:containerd\.io\/snapshot\/|io\.containers\.estargz\.|io\.github\.containers\.zstd-chunked\.|org\.opencontainers\.image\.enc\.)/

/** A descriptor as JSON, once it names another blob: what it said of the old one's bytes goes, all else stays. */
export function renewed(json: JsonObject, blob: Partial<Descriptor>): JsonObject {
  const rest = Object.entries(json).filter(([key]) => !['data', 'urls', 'annotations'].includes(key))
  const others = Object.entries(annotationsOf(json))
  const annotations = { ...Object.fromEntries(others.filter(([key]) => !OF_THE_BYTES.test(key))), ...blob.annotations }
  return { ...Object.fromEntries(rest), ...blob, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) }
}
