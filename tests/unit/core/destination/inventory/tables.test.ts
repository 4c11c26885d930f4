import { expect, test } from 'vitest'
import { openAny } from '../../../../fixtures/cases'
import { faultOf } from '../../../../fixtures/opening'
import { fileOf, utf8 } from '../../../../fixtures/tar'

const DOCKER = 'docker image inspect $(docker image ls -q)'
const hash = `sha256:${'a'.repeat(64)}`
const fault = (text: string) => faultOf(openAny(fileOf(utf8(text), 'inspect.json')))

test.each([
  ['REPOSITORY   TAG   IMAGE ID   CREATED   SIZE\napp   1   ab   now   5MB\n', 'docker images'],
  ['IMAGE                 TAG       IMAGE ID   SIZE\ndocker.io/library/app 1 ab 5MB', 'crictl images'],
  ['REF TYPE DIGEST SIZE PLATFORMS LABELS\n', 'ctr images ls'],
  ['REPOSITORY TAG IMAGE ID CREATED SIZE\ndocker.io/library/app  1  ab  now  5 MB\n', 'podman images'],
  ['REPOSITORY TAG IMAGE ID CREATED SIZE\nlocalhost/app  1  ab  now  5 MB\n', 'podman images'],
  ['a6bd71f48f68\nb6bd71f48f68\n', 'docker images -q'],
  ['CONTAINER   REPOSITORY   TAG   PLATFORM\nweb-1   app   1   linux/amd64\n', 'docker compose images'],
  [`KEY PARENT KIND\n${hash} ${hash} Committed\n`, 'ctr snapshots ls'],
  [`DIGEST\tSIZE\tAGE\tLABELS\n${hash}\t1kB\t2 days\tx=y\n`, 'ctr content ls'],
  ['images:\n- id: sha256:ab\n  repoTags:\n  - app:1\n', 'crictl images'],
  ['$ docker ps\nCONTAINER ID   IMAGE   COMMAND\n', 'docker ps'],
])('a table is known by its head: %s', async (text, found) => {
  expect((await fault(text))?.facts).toMatchObject({ found })
})

test.each([
  ['inventory-yaml', `info:\n  imageSpec:\n    rootfs:\n      diff_ids:\n      - ${hash}\n`],
  ['inventory-yaml', `- Id: ${hash}\n  RootFS:\n    Type: layers\n`],
  ['inventory-index', `Name: app:1\nMediaType: application/vnd.oci.image.index.v1+json\nDigest: ${hash}\n`],
  ['inventory-shortened', 'Id : sha256:ab\nRootFS : @{Type=layers; Layers=System.Object[]}\n'],
  ['inventory-digests-only', `app:1 ${hash} ${hash}\n`],
  ['inventory-csv', 'repository,tag,id\r\nnginx,1,abc\r\n'],
  ['inventory-csv', '"Image";"Version"\n"nginx";"1"\n'],
  ['inventory-csv', 'Name\tImage ID\nnginx\tabc\n'],
  ['plain-text', 'image, tag\nnginx\n'],
  ['plain-text', 'One line, and a comma\nanother, too\n'],
  ['plain-text', `app:1\n${hash}\n`],
])('%s: a text that is no table', async (code, text) => {
  expect((await fault(text))?.code).toBe(code)
})

/** `docker image ls -q --no-trunc` prints IDs so, and a template with `range` diff IDs. */
test('digests alone, one a line, may be anything', async () => {
  const text = `${hash}\n${hash.replaceAll('a', 'b')}\n`
  expect(await fault(text)).toEqual({
    code: 'inventory-digests-only',
    facts: { file: 'inspect.json', expected: DOCKER },
  })
})
