import type { Digest } from '../image/digest'
import type { Descriptor } from '../image/descriptor'
import type { Encoding, Payload } from '../image/model'

/** The media types of layers, in the two families that manifests are written in. */
const LAYER = {
  oci: 'application/vnd.oci.image.layer.v1.tar',
  docker: 'application/vnd.docker.image.rootfs.diff.tar',
} as const
const SUFFIX = {
  oci: { tar: '', gzip: '+gzip', zstd: '+zstd' },
  docker: { tar: '', gzip: '.gzip', zstd: '.zstd' },
} as const

export type Family = keyof typeof LAYER

export const familyOf = (manifestMediaType: string): Family =>
  manifestMediaType.startsWith('application/vnd.docker.') ? 'docker' : 'oci'

export const layerMediaType = (family: Family, encoding: Encoding) => LAYER[family] + SUFFIX[family][encoding]

/** The same blob as a manifest of the other family would describe it. */
export function inFamily(descriptor: Descriptor, family: Family): Descriptor {
  return { ...descriptor, mediaType: layerMediaType(family, encodingOf(descriptor.mediaType)) }
}

function encodingOf(mediaType: string): Encoding {
  if (mediaType.endsWith('gzip')) return 'gzip'
  return mediaType.endsWith('zstd') ? 'zstd' : 'tar'
}

export const layerDescriptor = (payload: Payload, digest: Digest, family: Family): Descriptor => ({
  mediaType: layerMediaType(family, payload.encoding),
  digest,
  size: payload.size,
})
