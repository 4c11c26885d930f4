import type { Fault } from '../errors'
import type { TarIndex } from '../tar/index'
import { sha256, blobPath, type Digest } from './digest'
import type { Configs } from './configs'
import type { Descriptor } from './descriptor'
import type { Files } from './files'
import { remark, type Finding } from './finding'
import type { OciChild, OciManifest } from './oci'
import type { Payloads } from './payload'
import { isTag, nameInIndex, REF_ANNOTATION } from './reference'

/** What reading one archive needs at every step, and the findings that come up on the way. */
export interface Reading {
  readonly tar: TarIndex
  readonly files: Files
  readonly configs: Configs
  readonly payloads: Payloads
  readonly findings: Finding[]
  /** Told of what there is no sense in; the rest is read all the same. */
  onFault(fault: Fault): void
}

/** An image as findings tell it: its name, and the place that it is known by. */
export interface Told {
  readonly image: string
  readonly place: number
}

/** Image manifests of the index, each with the paths of descriptors that lead to it. */
export type Manifests = ReadonlyMap<OciManifest, OciChild[][]>

/** The names that an index gives to what the descriptors lead to. */
export const namesOf = (paths: readonly OciChild[][]): string[] => [
  ...new Set(paths.flatMap((path) => path.flatMap(({ descriptor }) => nameInIndex(descriptor) ?? []))),
]

/** The first tag that it gives where it gives no name. */
export const tagAloneOf = (paths: readonly OciChild[][]): string | undefined =>
  namesOf(paths).length > 0
    ? undefined
    : paths
        .flatMap((path) => path.flatMap(({ descriptor }) => descriptor.annotations?.[REF_ANNOTATION] ?? []))
        .find(isTag)

/** Manifests and configs are small enough to be hashed: what does not fit its descriptor is damaged. */
export async function checkBlobs(
  { files, findings }: Reading,
  { image, place }: Told,
  id: Digest,
  manifest: OciManifest,
  paths: readonly OciChild[][],
) {
  const { config, entry, bytes } = manifest
  const configSize = files.find(blobPath(config.digest))?.size ?? config.size
  check(image, config, blobPath(config.digest), id, configSize)
  const digest = await sha256(bytes)
  // Several descriptors may lead to it, each with a digest and a size of its own.
  const above = paths.flatMap((path) => path.at(-1)?.descriptor ?? [])
  for (const stated of new Map(above.map((one) => [`${one.digest} ${one.size}`, one])).values())
    check(nameInIndex(stated) ?? image, stated, entry.name, digest, bytes.length)

  function check(image: string, stated: Descriptor, entry: string, digest: Digest, size: number): void {
    if (stated.digest.startsWith('sha256:') && stated.digest !== digest)
      findings.push(remark('digest-differs', { image, entry, expected: stated.digest, found: digest }, place))
    else if (stated.size !== size)
      findings.push(remark('size-differs', { image, entry, expected: stated.size, found: size }, place))
  }
}

/** Paths that only Windows finds, because their slashes lean the other way here or there. */
export function checkPaths({ files, findings }: Reading, { image, place }: Told, paths: readonly string[]): void {
  const entry = paths.find((path) => files.isByBackslash(path))
  if (entry !== undefined) findings.push(remark('backslashes', { image, entry }, place))
}

export function checkCount({ findings }: Reading, { image, place }: Told, expected: number, found: number): void {
  if (expected === found) return
  findings.push(
    found === 0
      ? remark('no-layers', { image, expected, found }, place)
      : remark('layer-count-differs', { image, expected, found }, place),
  )
}
