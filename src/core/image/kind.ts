import type { Descriptor, Platform } from './descriptor'

/**
 * What an OCI layout may hold beside images. `schema-1`: an image as Docker described it before 1.10.
 * `document`: a blob that is no manifest at all.
 */
export const artifactKinds = [
  'signature',
  'attestation',
  'sbom',
  'chart',
  'wasm',
  'plugin',
  'schema-1',
  'artifact',
  'document',
] as const
export type ArtifactKind = (typeof artifactKinds)[number]

/** How many of each. */
export type Held = Readonly<Partial<Record<ArtifactKind, number>>>

/** What tells a manifest's kind: all of its media types, and what it says of itself. */
export interface Telling {
  readonly artifactType: string
  readonly config: Descriptor | undefined
  readonly layers: readonly Descriptor[]
  readonly hasSubject: boolean
}

/** Media types of things that are no images, by the beginnings that tools give them. The first that fits counts. */
const ARTIFACTS: readonly (readonly [ArtifactKind, RegExp])[] = [
  ['sbom', /^(?:application|text)\/(?:spdx\b|vnd\.cyclonedx\b|vnd\.syft\b|vnd\.dev\.cosign\.artifact\.sbom\b)/],
  ['attestation', /^application\/vnd\.(?:in-toto\b|dsse\b|docker\.attestation\b|dev\.cosign\.artifact\.att\b)/],
  ['attestation', /^application\/(?:slsa\b|vnd\.slsa\b|vnd\.oasis\.openvex\b|vnd\.openvex\b)/],
  ['signature', /^application\/(?:vnd\.dev\.(?:cosign|sigstore)\b|vnd\.cncf\.(?:notary|notation)\b)/],
  ['signature', /^application\/(?:jose\b|cose\b|pgp-signature\b|pkcs7-signature\b)/],
  ['chart', /^application\/vnd\.cncf\.helm\b/],
  ['wasm', /^application\/(?:wasm\b|vnd\.wasm\b|vnd\.module\.wasm\b|vnd\.bytecodealliance\b)/],
  ['plugin', /^application\/vnd\.docker\.plugin\b/],
  ['schema-1', /^application\/vnd\.docker\.distribution\.manifest\.v1\b/],
]

/** By annotations of an index: BuildKit's, and those that `cosign save` writes. */
const BY_COSIGN: Readonly<Record<string, ArtifactKind>> = {
  'dev.cosignproject.cosign/sigs': 'signature',
  'dev.cosignproject.cosign/atts': 'attestation',
  'dev.cosignproject.cosign/sboms': 'sbom',
}

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json']
/** What registries and old builders wrote for it; Docker takes them for images, too, by their layers. */
const VAGUE_CONFIGS = ['application/octet-stream', 'application/json', '']
/** Of these engines know that they can apply them. */
export const isImageLayer = (mediaType: string) => IMAGE_LAYER.test(essence(mediaType))

const IMAGE_LAYER = /^application\/vnd\.(?:oci\.image\.layer\.|docker\.image\.rootfs\.)/

const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  // Withdrawn from the specification, still written by some.
  'application/vnd.oci.artifact.manifest.v1+json',
  'application/json',
  '',
]

/** Of these containerd looks for what they name; anything else in an index it walks into, and fails. */
const WALKED = MANIFESTS.slice(0, 4)
export const isWalked = ({ mediaType }: Descriptor) => WALKED.includes(mediaType)

/** Whether an index's descriptor leads to a manifest or to an index; all else is a document. */
export const leadsOn = ({ mediaType }: Descriptor) => MANIFESTS.includes(essence(mediaType))

/** What a manifest is of; undefined: an image. Its config may claim to be an image's where its layers are none. */
export function artifactKind({ artifactType, config, layers, hasSubject }: Telling): ArtifactKind | undefined {
  const layerTypes = layers.map(({ mediaType }) => mediaType)
  const types = [artifactType, config?.mediaType ?? '', ...layerTypes]
  const known = ARTIFACTS.find(([, pattern]) => types.some((type) => pattern.test(essence(type))))?.[0]
  if (config && !isDeclared(artifactType, hasSubject) && isImage(essence(config.mediaType), layerTypes.map(essence)))
    return undefined
  return known ?? 'artifact'
}

/** One layer that engines can apply makes an image, whatever travels with it. */
function isImage(config: string, layers: readonly string[]): boolean {
  if (layers.some((type) => IMAGE_LAYER.test(type))) return [...IMAGE_CONFIGS, ...VAGUE_CONFIGS].includes(config)
  return layers.every((type) => type === '') && (IMAGE_CONFIGS.includes(config) || (config === '' && layers.length > 0))
}

/** What an index's descriptor says of the blob that it leads to; undefined where it says nothing. */
export function kindByDescriptor(
  { annotations }: Descriptor,
  platform: Platform | undefined,
): ArtifactKind | undefined {
  if (annotations?.['vnd.docker.reference.type'] !== undefined) return 'attestation'
  if (platform?.os === 'unknown' && platform.architecture === 'unknown') return 'attestation'
  const kind = annotations?.['kind']
  return kind !== undefined && Object.hasOwn(BY_COSIGN, kind) ? BY_COSIGN[kind] : undefined
}

/** What a document is by its media type alone. */
export const documentKind = ({ mediaType }: Descriptor): ArtifactKind =>
  ARTIFACTS.find(([, pattern]) => pattern.test(essence(mediaType)))?.[0] ?? 'document'

const isDeclared = (artifactType: string, hasSubject: boolean) =>
  ARTIFACTS.some(([, pattern]) => pattern.test(essence(artifactType))) || (artifactType !== '' && hasSubject)

/** Without parameters, and in small letters (RFC 2045, 5.1). */
const essence = (mediaType: string) => mediaType.split(';', 1)[0]!.trim().toLowerCase()

/** Counts what is held, for the words that name it. */
export function counted(kinds: Iterable<ArtifactKind>): Held {
  const held: Partial<Record<ArtifactKind, number>> = {}
  for (const kind of kinds) held[kind] = (held[kind] ?? 0) + 1
  return held
}
