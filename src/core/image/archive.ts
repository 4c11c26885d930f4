import type { Fault } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { Configs } from './configs'
import { diagnose } from './diagnose'
import { blobPath } from './digest'
import { readDockerManifest, type DockerImage } from './docker'
import { filesOf, type Files } from './files'
import { remark, type Finding } from './finding'
import { layoutFindings, listFindings } from './layout'
import { readListedImages } from './listed-images'
import type { ImageArchive } from './model'
import { failNoImage } from './no-image'
import { artifactsOf, leavesOf, manifestsOf, type OciArtifact, type OciLayout } from './oci'
import { readIndexedImages, withoutAbsentPlatforms } from './indexed-images'
import { Payloads } from './payload'
import { readOciLayout } from './read-oci-layout'
import type { Manifests, Reading } from './reading'

/** Reads the images of an archive, whatever its layout: manifest.json, an OCI index, or both. */
export async function readArchive(tar: TarIndex): Promise<ImageArchive> {
  const files = filesOf(tar)
  const manifestJson = files.find('manifest.json')
  const indexJson = files.find('index.json')
  const faults: Fault[] = []
  const findings: Finding[] = []
  const onFault = (fault: Fault): void => {
    faults.push(fault)
    findings.push(unreadable(fault))
  }
  const oci = indexJson && (await readOciLayout(tar, files, indexJson, onFault))
  const manifests: Manifests = oci ? manifestsOf(oci.root, tar.name) : new Map()
  const artifacts = oci ? artifactsOf(oci.root, tar.name) : []
  const list = manifestJson && (await readDockerManifest(tar, manifestJson))
  const items = list?.items ?? []

  const reading: Reading = {
    tar,
    files,
    configs: new Configs(tar),
    onFault,
    findings,
    payloads: new Payloads(tar, files, {
      members: ownMembers(tar, files, items, oci),
      pinned: blobsOf(artifacts, files),
    }),
  }
  const listed = await readListedImages(reading, withoutArtifacts(items, artifacts, files), manifests)
  const indexed = await readIndexedImages(reading, manifests, listed, oci?.root)
  const others = indexed.map((image) => ({ ...image, listed: manifestJson === undefined }))
  const images = [...listed, ...withoutAbsentPlatforms(others, manifests)]
  if (images.length === 0 && !findings.some(({ code }) => code === 'contents-absent'))
    failNoImage({ tar, files, artifacts, faults })
  findings.push(...listFindings('manifest.json', list?.odd))
  if (oci) findings.push(...layoutFindings(oci, files, tar.name))
  // An index that does not know every image can't be relinked: such an archive is treated as a docker-archive.
  const complete = listed.every(({ manifest }) => manifest !== undefined)
  const archive = { tar, images, artifacts, oci: complete ? oci : undefined }
  return { ...archive, findings: [...findings, ...diagnose(archive, files)] }
}

const unreadable = ({ facts }: Fault) =>
  remark('item-unreadable', {
    entry: 'entry' in facts ? facts.entry : '',
    expected: 'expected' in facts ? String(facts.expected) : 'reason' in facts ? facts.reason : '',
  })

/** The archive's own JSON, which can be no layer of its images. */
function ownMembers(
  tar: TarIndex,
  files: Files,
  items: readonly DockerImage[],
  oci: OciLayout | undefined,
): Set<Entry> {
  const paths = ['manifest.json', 'index.json', 'oci-layout', ...items.map(({ config }) => config)]
  const members = new Set(paths.map((path) => files.find(path)))
  if (oci)
    for (const [node, above] of leavesOf(oci.root, tar.name)) {
      for (const { descriptor } of above) members.add(files.find(blobPath(descriptor.digest)))
      if (node.kind === 'manifest') members.add(node.entry).add(files.find(blobPath(node.config.digest)))
    }
  return new Set([...members].filter((entry) => entry !== undefined))
}

const blobsOf = (artifacts: readonly OciArtifact[], files: Files): ReadonlySet<Entry> =>
  new Set(artifacts.flatMap(({ blobs }) => blobs.flatMap(({ digest }) => files.find(blobPath(digest)) ?? [])))

/** containerd lists in manifest.json whatever has the config of an image, signatures too: no engine loads them by it. */
function withoutArtifacts(items: readonly DockerImage[], artifacts: readonly OciArtifact[], files: Files) {
  const configs = new Set(
    artifacts.flatMap(({ blobs: [config] }) => (config ? [files.find(blobPath(config.digest))] : [])),
  )
  configs.delete(undefined)
  return items.filter(({ config }) => !configs.has(files.find(config)))
}
