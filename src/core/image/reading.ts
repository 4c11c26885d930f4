import type { Fault } from '../errors'
import type { TarIndex } from '../tar/index'
import { sha256, blobPath, type Digest } from './digest'
import type { Configs } from './configs'
import type { Descriptor } from './descriptor'
import type { Files } from './files'
import { remark, type Finding } from './finding'
import type { OciChild, OciManifest } from './oci'
import type { Payloads } from './payload'

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
  check(config, blobPath(config.digest), id, configSize)
  const above = paths.map((path) => path.at(-1)?.descriptor).find((descriptor) => descriptor !== undefined)
  if (above) check(above, entry.name, await sha256(bytes), bytes.length)

  function check(stated: Descriptor, entry: string, digest: Digest, size: number): void {
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
