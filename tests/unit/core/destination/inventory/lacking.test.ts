import { expect, test } from 'vitest'
import { holdingOf, inspect } from '../../../../fixtures/inspects'
import { faultOf, openInventory } from '../../../../fixtures/opening'

const DOCKER = 'docker image inspect $(docker image ls -q)'
const PODMAN = 'podman image inspect $(podman image ls -q)'
const CRICTL = 'crictl inspecti $(crictl images -q)'
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
  ['a volume', [{ Name: 'v', Mountpoint: '/var/lib' }], 'not-an-inventory', undefined],
  ['an inspect without its layers', [{ Id: hash, RepoTags: ['a:1'] }], 'not-an-inventory', undefined],
])('%s is refused for what it lacks', async (_, json, code, expected) => {
  const fault = await faultOf(openInventory(JSON.stringify(json)))
  expect(fault).toMatchObject({ code, facts: { file: 'inspect.json', ...(expected ? { expected } : {}) } })
})

test.each([
  ['REPOSITORY   TAG   IMAGE ID   CREATED   SIZE\napp   1   ab   now   5MB\n', 'docker images'],
  ['IMAGE                 TAG       IMAGE ID   SIZE\ndocker.io/library/app 1 ab 5MB', 'crictl images'],
  ['REF TYPE DIGEST SIZE PLATFORMS LABELS\n', 'ctr images ls'],
  ['$ docker ps\nCONTAINER ID   IMAGE   COMMAND\n', 'docker ps'],
])('a table is known by its head: %s', async (text, found) => {
  expect((await faultOf(openInventory(text)))?.facts).toMatchObject({ found })
})

/** `docker image ls -q --no-trunc` prints IDs so, and a template with `range` diff IDs. */
test('digests alone, one a line, may be anything', async () => {
  const text = `${hash}\n${hash.replaceAll('a', 'b')}\n`
  expect(await faultOf(openInventory(text))).toEqual({
    code: 'inventory-digests-only',
    facts: { file: 'inspect.json', expected: DOCKER },
  })
})

test('what tells nothing beside images is passed over, and counted', async () => {
  const mixed = await openInventory(JSON.stringify([inspect('A'), container, { Name: 'v', Mountpoint: '/' }]))
  expect(mixed.images).toHaveLength(1)
  expect(mixed.findings).toMatchObject([{ code: 'passed-over', facts: { found: 2 } }])
  expect((await holdingOf(JSON.stringify(container) + JSON.stringify(inspect('A')))).images).toHaveLength(1)
})
