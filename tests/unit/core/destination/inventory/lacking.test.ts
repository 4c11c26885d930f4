import { expect, test } from 'vitest'
import { holdingOf, inspect } from '../../../../fixtures/inspects'
import { faultOf, openInventory } from '../../../../fixtures/opening'

const DOCKER = 'docker image inspect $(docker image ls -q)'
const PODMAN = 'podman image inspect $(podman image ls -q)'
const CRICTL = 'crictl inspecti $(crictl images -q)'
const REGISTRY = 'skopeo inspect --config docker://REGISTRY/NAME:TAG'
const hash = `sha256:${'a'.repeat(64)}`
const container = { Id: 'ab', Created: '', Path: 'sh', Args: [], State: {}, Image: hash, HostConfig: {}, Mounts: [] }

test.each<[string, unknown, string, string | undefined]>([
  [
    'docker images --format json',
    { Containers: 'N/A', CreatedAt: '', Digest: '<none>', ID: 'a1', Repository: 'app', Tag: '1', Size: '5MB' },
    'inventory-listing',
    DOCKER,
  ],
  ['/images/json', [{ Id: hash, RepoTags: ['a:1'], RepoDigests: [], Containers: -1 }], 'inventory-listing', DOCKER],
  [
    'docker history',
    { Comment: '', CreatedAt: '', CreatedBy: 'RUN', ID: hash, Size: '0B' },
    'inventory-listing',
    DOCKER,
  ],
  ['docker ps', { Command: 'sh', ID: 'a1', Image: 'app', Names: 'x', Ports: '' }, 'inventory-containers', DOCKER],
  ['docker container inspect', [container], 'inventory-containers', DOCKER],
  [
    'podman container inspect',
    [{ ...container, OCIRuntime: 'crun', ConmonPidFile: '' }],
    'inventory-containers',
    PODMAN,
  ],
  [
    'podman images',
    [
      {
        Id: 'a',
        ParentId: '',
        RepoTags: null,
        RepoDigests: [`a@${hash}`],
        Names: ['a:1'],
        Containers: 0,
        Digest: hash,
      },
    ],
    'inventory-listing',
    PODMAN,
  ],
  [
    'crictl images',
    { images: [{ id: hash, repoTags: ['a:1'], repoDigests: [], size: '1' }] },
    'inventory-listing',
    CRICTL,
  ],
  ['crictl ps', { containers: [{ id: 'a', podSandboxId: 'b' }] }, 'inventory-containers', CRICTL],
  [
    'kubectl get nodes',
    {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ kind: 'Node', status: { images: [{ names: ['a:1'], sizeBytes: 1 }] } }],
    },
    'inventory-of-nodes',
    CRICTL,
  ],
  [
    'skopeo inspect',
    { Name: 'x', Digest: hash, RepoTags: [], Created: '', DockerVersion: '', Layers: [hash], LayersData: [] },
    'inventory-without-diff-ids',
    undefined,
  ],
  [
    'its layers alone, with its name',
    { Name: 'x', Digest: hash, Layers: [hash] },
    'inventory-without-diff-ids',
    undefined,
  ],
  [
    'an engine’s own listing of an older kind',
    [{ Id: hash, ParentId: '', RepoTags: ['a:1'], RepoDigests: null, SharedSize: -1, Containers: -1 }],
    'inventory-listing',
    DOCKER,
  ],
  [
    'crictl inspecti on a node that runs Docker',
    { status: { id: hash, repoTags: ['a:1'], repoDigests: [] }, info: {} },
    'inventory-listing',
    DOCKER,
  ],
  [
    'crictl inspect, of a container',
    { status: { id: 'a1', state: 'CONTAINER_RUNNING', image: { image: 'a:1' } }, info: { pid: 1 } },
    'inventory-containers',
    CRICTL,
  ],
  ['an index', { schemaVersion: 2, manifests: [{ digest: hash, size: 1 }] }, 'inventory-index', undefined],
  ['kubectl get nodes -o jsonpath', [{ names: [`app@${hash}`, 'app:1'], sizeBytes: 12 }], 'inventory-of-nodes', CRICTL],
  [
    'crictl inspecti -q',
    { status: { id: hash, repoTags: ['app:1'], repoDigests: [], size: '1' } },
    'inventory-listing',
    CRICTL,
  ],
  [
    'minikube image ls',
    [{ id: 'ab', repoDigests: [], repoTags: ['app:1'], size: '1' }],
    'inventory-listing',
    "minikube ssh 'docker image inspect $(docker image ls -q)'",
  ],
  [
    'Harbor',
    [{ digest: hash, extra_attrs: { os: 'linux' }, project_id: 1, tags: [{ name: '1' }] }],
    'inventory-listing',
    REGISTRY,
  ],
  [
    'docker compose images',
    [{ ID: hash, ContainerName: 'web-1', Repository: 'app', Tag: '1', Platform: 'linux/amd64' }],
    'inventory-listing',
    DOCKER,
  ],
  ['skopeo list-tags', { Repository: 'docker.io/library/app', Tags: ['1'] }, 'inventory-listing', REGISTRY],
  ['a registry’s catalog', { repositories: ['app'] }, 'inventory-listing', REGISTRY],
  ['a registry’s tags', { name: 'app', tags: ['1'] }, 'inventory-listing', REGISTRY],
  ['an archive’s manifest.json', [{ Config: 'a.json', RepoTags: ['a:1'], Layers: [] }], 'inventory-listing', DOCKER],
  ['a manifest of the first kind', { fsLayers: [{ blobSum: hash }] }, 'inventory-without-diff-ids', undefined],
  ['layers cut short', [inspect('A', { RootFS: { Layers: [hash.slice(0, 19)] } })], 'inventory-shortened', undefined],
  ['layers without their algorithm', [{ RootFS: { Layers: [hash.slice(7)] } }], 'inventory-shortened', undefined],
  ['an object as PowerShell ends it', [{ RootFS: '@{Type=layers}' }], 'inventory-shortened', undefined],
  ['nothing', {}, 'not-an-inventory', undefined],
  ['a volume', [{ Name: 'v', Mountpoint: '/var/lib' }], 'not-an-inventory', undefined],
  ['an inspect without its layers', [{ Id: hash, RepoTags: ['a:1'] }], 'not-an-inventory', undefined],
])('%s is refused for what it lacks', async (_, json, code, expected) => {
  const fault = await faultOf(openInventory(JSON.stringify(json)))
  expect(fault).toMatchObject({ code, facts: { file: 'inspect.json', ...(expected ? { expected } : {}) } })
})

test('what tells nothing beside images is passed over, and counted', async () => {
  const mixed = await openInventory(JSON.stringify([inspect('A'), container, { Name: 'v', Mountpoint: '/' }]))
  expect(mixed.images).toHaveLength(1)
  expect(mixed.findings).toMatchObject([{ code: 'passed-over', facts: { found: 2 } }])
  expect((await holdingOf(JSON.stringify(container) + JSON.stringify(inspect('A')))).images).toHaveLength(1)
})
