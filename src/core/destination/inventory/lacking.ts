import { ArchiveError } from '../../errors'
import { isObject, LONGEST_LIST, type JsonObject } from '../../image/json'
import { field, has, objectAt } from './fields'
import { containers, cure, index, lacking, listing, shortened, type Lack } from './lack'

const compressedOnly = lacking((file) => new ArchiveError('inventory-without-diff-ids', { file }))
const nodes = lacking(
  (file) => new ArchiveError('inventory-of-nodes', { file, found: 'kubectl', expected: cure.crictl }),
)
const refused = (found: string) => lacking((file) => new ArchiveError('saved-page', { file, found }))
const failed = (found: string) => lacking((file) => new ArchiveError('command-failed', { file, found }))

/** Of one kind each: the fields that it has all of. More of them first. */
const byFields: readonly (readonly [readonly string[], Lack])[] = [
  [['fsLayers'], compressedOnly],
  [['LayersData'], compressedOnly],
  [['Digest', 'Layers'], compressedOnly],
  [['DockerVersion', 'Layers'], compressedOnly],
  [['Name', 'Layers'], compressedOnly],
  [['Config', 'RepoTags', 'Layers'], listing('manifest.json (docker save)', cure.docker)],
  [['names', 'sizeBytes'], nodes],
  [['extra_attrs', 'digest', 'project_id'], listing('Harbor', cure.skopeo)],
  [['artifact_count', 'project_id'], listing('Harbor', cure.skopeo)],
  [['imageDetails'], listing('aws ecr describe-images', cure.skopeo)],
  [['Repository', 'Tags'], listing('skopeo list-tags', cure.skopeo)],
  [['name', 'tags'], listing('/v2/…/tags/list', cure.skopeo)],
  [['Id', 'Tags', 'NodeName'], listing('Portainer', cure.docker)],
  [['Repository', 'Tag', 'ContainerName'], listing('docker compose images', cure.docker)],
  [['Repository', 'Tag', 'BlobSize'], listing('nerdctl images', cure.nerdctl)],
  [['Repository', 'Tag', 'Platform'], listing('nerdctl images', cure.nerdctl)],
  [['Repository', 'Tag', 'ID'], listing('docker images', cure.docker)],
  [['ParentId', 'RepoTags', 'Digest'], listing('podman images', cure.podman)],
  [['ParentId', 'RepoTags'], listing('docker images', cure.docker)],
  [['Id', 'Names', 'RepoDigests', 'Size'], listing('podman images', cure.podman)],
  [['id', 'names', 'digest', 'createdat'], listing('buildah images', cure.podman)],
  [['Id', 'RepoTags', 'Containers'], listing('docker images', cure.docker)],
  [['id', 'repoDigests', 'repoTags', 'size'], listing('minikube image ls', cure.minikube)],
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
  ['repositories', (item) => typeof item === 'string', listing('/v2/_catalog', cure.skopeo)],
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
  if (has(json, 'RootFS')) return stackLack(field(json, 'RootFS'))
  const kind = byFields.find(([names]) => has(json, ...names))
  if (kind) return kind[1]
  const list = byList.find(([name, fits]) => {
    const items = field(json, name)
    return Array.isArray(items) && (items.length === 0 ? name === 'manifests' : fits(items[0]))
  })
  if (list) return list[2]
  if (has(json, 'apiVersion', 'kind')) return nodes
  const status = objectAt(json, 'status')
  if (status && has(json, 'info')) return statusLack(status)
  if (status && has(status, 'repoTags')) return listing('crictl inspecti -q', cure.crictl)
  return answerLack(json)
}

/** Of an inspect whose layers are no digests; of more of them than an image can have it is none. */
function stackLack(rootFs: unknown): Lack | undefined {
  const layers = isObject(rootFs) ? field(rootFs, 'Layers') : undefined
  return Array.isArray(layers) && layers.length > LONGEST_LIST ? undefined : shortened
}

/** What a registry or an engine answers by its API where it gives nothing. */
function answerLack(json: JsonObject): Lack | undefined {
  const [error] = [field(json, 'errors')].flat()
  if (isObject(error) && has(error, 'code', 'message')) return refused(String(field(error, 'message')).slice(0, 200))
  const message = field(json, 'message')
  return typeof message === 'string' && Object.keys(json).length === 1 ? failed(message.slice(0, 200)) : undefined
}

/** Of containers, or of images whose engine tells no more: Docker below Kubernetes. */
const statusLack = (status: JsonObject): Lack =>
  has(status, 'repoTags') || has(status, 'repoDigests')
    ? listing('crictl inspecti where the engine is Docker', cure.docker)
    : containers('crictl inspect', cure.crictl)

/** Anything else. */
export function nothingTold(json: unknown): Lack {
  const keys = isObject(json) ? Object.keys(json).slice(0, 6).join(', ') : ''
  const found = keys || JSON.stringify(json).slice(0, 60)
  return { known: false, error: (file) => new ArchiveError('not-an-inventory', { file, found }) }
}
