/** The members of an OCI layout that are JSON, and what their media types are called (OCI image-spec, "Media Types"). */
export const mediaType = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
} as const

const utf8 = new TextEncoder()

/** What the member `oci-layout` holds. */
export const ociLayoutFile = utf8.encode('{"imageLayoutVersion":"1.0.0"}')

export const json = (value: unknown) => utf8.encode(JSON.stringify(value))
