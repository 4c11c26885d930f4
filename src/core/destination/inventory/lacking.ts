import { ArchiveError } from '../../errors'
import { isObject, type JsonObject } from '../../image/json'
import { field, has, objectAt } from './fields'

/** Why a piece of JSON tells of no layers. */
export interface Lack {
  /** Whether it is of a kind that is known; else it could be anything. */
  readonly known: boolean
  readonly error: (file: string) => ArchiveError
}

const lacking = (error: Lack['error']): Lack => ({ known: true, error })

const cure = {
  docker: 'docker image inspect $(docker image ls -q)',
  podman: 'podman image inspect $(podman image ls -q)',
  nerdctl: 'nerdctl image inspect $(nerdctl image ls -q)',
  crictl: 'crictl inspecti $(crictl images -q)',
} as const

/** @param found the command that prints it, @param expected the one to run instead. */
const listing = (found: string, expected: string) =>
  lacking((file) => new ArchiveError('inventory-listing', { file, found, expected }))
const containers = (found: string, expected: string) =>
  lacking((file) => new ArchiveError('inventory-containers', { file, found, expected }))

const digestsOnly = lacking((file) => new ArchiveError('inventory-digests-only', { file, expected: cure.docker }))
const compressedOnly = lacking((file) => new ArchiveError('inventory-without-diff-ids', { file }))
const index = lacking((file) => new ArchiveError('inventory-index', { file }))
const nodes = lacking(
  (file) => new ArchiveError('inventory-of-nodes', { file, found: 'kubectl', expected: cure.crictl }),
)

/** Of one kind each: the fields that it has all of. More of them first. */
const byFields: readonly (readonly [readonly string[], Lack])[] = [
  [['LayersData'], compressedOnly],
  [['Digest', 'Layers'], compressedOnly],
  [['DockerVersion', 'Layers'], compressedOnly],
  [['Name', 'Layers'], compressedOnly],
  [['Repository', 'Tag', 'BlobSize'], listing('nerdctl images', cure.nerdctl)],
  [['Repository', 'Tag', 'Platform'], listing('nerdctl images', cure.nerdctl)],
  [['Repository', 'Tag', 'ContainerName'], listing('docker compose images', cure.docker)],
  [['Repository', 'Tag', 'ID'], listing('docker images', cure.docker)],
  [['ParentId', 'RepoTags', 'Digest'], listing('podman images', cure.podman)],
  [['ParentId', 'RepoTags'], listing('docker images', cure.docker)],
  [['Id', 'Names', 'RepoDigests', 'Size'], listing('podman images', cure.podman)],
  [['id', 'names', 'digest', 'createdat'], listing('buildah images', cure.podman)],
  [['Id', 'RepoTags', 'Containers'], listing('docker images', cure.docker)],
  [['CreatedBy', 'Comment'], listing('docker history', cure.docker)],
  [['ExitCode', 'ImageID', 'PodName'], containers('podman ps', cure.podman)],
  [['Names', 'Image', 'Command', 'Pod'], containers('podman ps', cure.podman)],
  [['Names', 'Image', 'Command'], containers('docker ps', cure.docker)],
  [['Conmon'], containers('podman inspect', cure.podman)],
  [['ConmonPidFile'], containers('podman inspect', cure.podman)],
  [['OCIRuntime', 'State'], containers('podman inspect', cure.podman)],
  [['State', 'Image'], containers('docker inspect', cure.docker)],
  [['Container', 'Pid'], containers('docker inspect', cure.docker)],
]

/** Of which an object holds a list: of the objects in it, or of anything. */
const byList: readonly (readonly [string, (item: unknown) => boolean, Lack])[] = [
  ['manifests', () => true, index],
  [
    'images',
    (item) => isObject(item) && has(item, 'repoTags') && !has(item, 'RootFS'),
    listing('crictl images', cure.crictl),
  ],
  ['containers', (item) => isObject(item) && has(item, 'podSandboxId'), containers('crictl ps', cure.crictl)],
  ['items', (item) => isObject(item) && has(item, 'runtimeHandler'), containers('crictl pods', cure.crictl)],
]

/** Of a kind that tells of images, hosts or containers, but not of layers' diff IDs; looking into it would find wrong ones. */
export function lackOf(json: JsonObject): Lack | undefined {
  const kind = byFields.find(([names]) => has(json, ...names))
  if (kind) return kind[1]
  const list = byList.find(([name, fits]) => {
    const items = field(json, name)
    return Array.isArray(items) && (items.length === 0 ? name === 'manifests' : fits(items[0]))
  })
  if (list) return list[2]
  if (has(json, 'apiVersion', 'kind')) return nodes
  if (has(json, 'status') && has(json, 'info')) return statusLack(objectAt(json, 'status') ?? {})
  return undefined
}

/** Of containers, or of images whose engine tells no more: Docker below Kubernetes. */
const statusLack = (status: JsonObject): Lack =>
  has(status, 'repoTags') || has(status, 'repoDigests')
    ? listing('crictl inspecti where the engine is Docker', cure.docker)
    : containers('crictl inspect', cure.crictl)

/** Anything else. */
export function nothingTold(json: unknown): Lack {
  const found = isObject(json) ? Object.keys(json).slice(0, 6).join(', ') : JSON.stringify(json).slice(0, 60)
  return { known: false, error: (file) => new ArchiveError('not-an-inventory', { file, found }) }
}

/** The heads of tables that are printed where no JSON is asked for. */
const tables: readonly (readonly [RegExp, Lack])[] = [
  [/^REPOSITORY\s+TAG\s+IMAGE ID\s.*PLATFORM/m, listing('nerdctl images', cure.nerdctl)],
  [/^REPOSITORY\s+TAG\s/m, listing('docker images', cure.docker)],
  [/^IMAGE\s+ID\s+DISK USAGE/m, listing('docker images', cure.docker)],
  [/^IMAGE\s+TAG\s+IMAGE ID/m, listing('crictl images', cure.crictl)],
  [/^REF\s+TYPE\s+DIGEST/m, listing('ctr images ls', cure.crictl)],
  [/^CONTAINER\s+IMAGE\s+CREATED\s+STATE/m, containers('crictl ps', cure.crictl)],
  [/^CONTAINER ID\s+IMAGE\s/m, containers('docker ps', cure.docker)],
  [/^\s*sha256:[0-9a-f]{64}\s*$/m, digestsOnly],
  [/^IMAGE\s+CREATED\s+CREATED BY/m, listing('docker history', cure.docker)],
]

/** Of a text without JSON: known by the first lines of it. */
export const lackOfTable = (text: string): Lack | undefined => {
  const start = text.slice(0, 4096)
  return tables.find(([head]) => head.test(start))?.[1]
}
