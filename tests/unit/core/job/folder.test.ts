import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { archivesInFolder, type FolderMember } from '../../../../src/core/job/folder'
import { digestOf, hexOf } from '../../../fixtures/layers'
import { bytesOfBlob, faultOf, openArchive, sampleFile } from '../../../fixtures/opening'
import { readTar } from '../../../fixtures/read-tar'
import { utf8, type Bytes } from '../../../fixtures/tar'

const member = (path: string, body: Bytes | string = path): FolderMember => ({
  path,
  file: new File([body], path.split('/').at(-1) ?? ''),
})

/** A sample as it lies on a disk once it was unpacked. */
const unpacked = (sample: string, folder = ''): FolderMember[] =>
  readTar(readFileSync(`tests/fixtures/${sample}`)).flatMap(({ name, type, body }) =>
    name.endsWith('/') || type === '2' ? [] : [member(`${folder}${name}`, new Uint8Array(body))],
  )

/** An OCI layout as skopeo's `dir:` has it. */
async function asDir(sample: string): Promise<FolderMember[]> {
  const layout = unpacked(sample)
  const index = JSON.parse((await layout.find(({ path }) => path === 'index.json')?.file.text()) ?? '')
  const manifest = `blobs/${String(index.manifests[0].digest).replace(':', '/')}`
  return [
    member('version', 'Directory Transport Version: 1.1\n'),
    ...layout.flatMap(({ path, file }) => {
      const hex = /^blobs\/sha256\/(.*)$/.exec(path)?.[1]
      return hex === undefined ? [] : [{ path: path === manifest ? 'manifest.json' : hex, file }]
    }),
  ]
}

const sha256 = async (blob: Blob) => hexOf(digestOf(await bytesOfBlob(blob)))

const chainsOf = async (file: Awaited<ReturnType<typeof sampleFile>>) =>
  (await openArchive(file)).images.map(({ id, layers }) => [id, ...layers.map(({ chain }) => chain)])

async function opened(name: string, members: readonly FolderMember[]) {
  const found = await archivesInFolder(name, members, sha256)
  return found.map(({ name, bytes }) => new File([bytes], name))
}

test.for([
  ['an unpacked save', 'docker20-ip-server.tar'],
  ['a newer one, with an index', 'docker28-containerd-ip-server.tar'],
  ['an OCI layout', 'podman4-oci-archive-ip-server.tar'],
  ['one that Podman saved', 'podman4-docker-archive-ip-server.tar'],
])('%s as a folder is the image that its archive is', async ([, sample = '']) => {
  const [file, ...others] = await opened('export', unpacked(sample))
  expect(others).toEqual([])
  expect(file?.name).toBe('export.tar')
  expect(await chainsOf(file!)).toEqual(await chainsOf(await sampleFile(sample)))
})

test('a layer that stood as a link is found again: browsers pass over links', async () => {
  const sample = 'docker20-ip-server.tar'
  const links = readTar(readFileSync(`tests/fixtures/${sample}`)).filter(({ type }) => type === '2')
  expect(links.length).toBeGreaterThan(0)
  const without = unpacked(sample).filter(({ path }) => !links.some(({ name }) => name === path))
  const [file] = await opened('export', without)
  const archive = await openArchive(file!)
  expect(archive.findings).toEqual([])
  expect(await chainsOf(file!)).toEqual(await chainsOf(await sampleFile(sample)))
  const written = readTar(await bytesOfBlob(file!)).filter(({ type }) => type === '2')
  expect(written.map(({ name, link }) => [name, link])).toEqual(links.map(({ name, link }) => [name, link]))
})

test('a dir: of skopeo is the image that its OCI layout is', async () => {
  const sample = 'skopeo-oci-gzip-ip-server.tar'
  const [file] = await opened('app', await asDir(sample))
  expect(await chainsOf(file!)).toEqual(await chainsOf(await sampleFile(sample)))
})

test('images, archives and JSON that lie in one folder are opened each for itself; the rest is left', async () => {
  const members = [
    ...unpacked('docker20-base.tar', 'images/base/'),
    ...unpacked('podman4-oci-archive-base.tar', 'images/oci/'),
    member('app.tar.gz'),
    member('host/inspect.json', '[]'),
    member('compose.yaml'),
    member('README.md'),
    member('.DS_Store'),
    member('host/._inspect.json'),
  ]
  const names = (await opened('carry', members)).map(({ name }) => name)
  expect(names).toEqual(['oci.tar', 'base.tar', 'app.tar.gz', 'compose.yaml', 'inspect.json'])
})

test('however the system lists them, the same files make the same bytes', async () => {
  const members = unpacked('docker20-ip-server.tar')
  const [one] = await opened('a', members)
  const [other] = await opened('a', members.toReversed())
  expect(await bytesOfBlob(other!)).toEqual(await bytesOfBlob(one!))
})

test('names longer than a header has room for stand in full', async () => {
  const long = `${'deep/'.repeat(30)}layer.tar`
  const members = [member('manifest.json', '[]'), member('b/layer.tar'), member(long, utf8('x'))]
  const [file] = await archivesInFolder('a', members, sha256)
  const text = await file!.bytes.text()
  expect(text).toContain(`path=${long}`)
})

test('a folder of nothing, and one of too much, are told', async () => {
  expect(await faultOf(archivesInFolder('photos', [member('a.jpg')], sha256))).toMatchObject({
    code: 'folder-without-archive',
  })
  const many = Array.from({ length: 100_001 }, (_, at) => member(`${at}.json`))
  expect(await faultOf(archivesInFolder('all', many, sha256))).toMatchObject({ code: 'folder-too-many' })
})

test('a path that is longer than any name in an archive is passed over', async () => {
  const long = `${'d/'.repeat(5000)}app.tar`
  expect((await opened('many', [member(long), member('short.tar')])).map(({ name }) => name)).toEqual(['short.tar'])
})
