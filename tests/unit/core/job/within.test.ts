import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { NamedBlob } from '../../../../src/core/file'
import { caseFile, diffIdsOf, openAny } from '../../../fixtures/cases'
import { inspect, diffIds } from '../../../fixtures/inspects'
import { inDirectory } from '../../../fixtures/gnu-tar'
import { faultOf, openSample } from '../../../fixtures/opening'
import { fileOf } from '../../../fixtures/tar'

const PLAIN = 'tests/fixtures/docker20-ip-server.tar'

/** What a shell makes of the plain sample, called app.tar, of its unpacked files, in app/, and of an inspect's output. */
const made = (name: string, command: string): Promise<NamedBlob> =>
  inDirectory((at) => {
    writeFileSync(`${at}/app.tar`, readFileSync(PLAIN))
    writeFileSync(`${at}/host.json`, JSON.stringify([inspect('A')]))
    execFileSync('sh', ['-c', command], { cwd: at, stdio: ['ignore', 'ignore', 'inherit'] })
    return fileOf(readFileSync(`${at}/${name}`), name)
  })

const LITTER = 'echo x > ._app.tar && echo x > .DS_Store && echo read > README.md && sha256sum app.tar > SHA256SUMS'

test.each([
  ['a tar', 'a.tar', 'tar cf a.tar app.tar'],
  ['a tar, beside litter', 'a.tar', `${LITTER} && tar cf a.tar ._app.tar app.tar .DS_Store README.md SHA256SUMS`],
  ['a packed tar, beside litter', 'a.tgz', `${LITTER} && tar czf a.tgz ._app.tar app.tar README.md SHA256SUMS`],
  ['a tar, in a folder, packed', 'a.tar', 'mkdir out && gzip app.tar && mv app.tar.gz out && tar cf a.tar out'],
  ['a tar, packed, and packed again', 'a.tar.xz', 'gzip app.tar && tar cf a.tar app.tar.gz && xz a.tar'],
  ['a tar in a tar in a tar', 'c.tar', 'tar cf a.tar app.tar && tar cf b.tar a.tar && tar cf c.tar b.tar'],
  ['a zip', 'a.zip', `${LITTER} && zip -q a.zip app.tar README.md ._app.tar .DS_Store SHA256SUMS`],
  ['a zip, packed', 'a.zip', 'zstd -q app.tar && zip -q a.zip app.tar.zst'],
  ['a tar in a zip', 'a.zip', 'tar cf a.tar app.tar && zip -q a.zip a.tar'],
  ['gzip, twice', 'app.tar.gz.gz', 'gzip app.tar && cp app.tar.gz x && gzip -c x > app.tar.gz.gz'],
  ['a gzipped zip', 'a.zip.gz', 'zip -q a.zip app.tar && gzip a.zip'],
  [
    'a packed tar of a packed one, without an ending',
    'a.gz',
    'gzip app.tar && mv app.tar.gz image && tar czf a.gz image',
  ],
])('an archive in %s is opened in its place', async (_, name, command) => {
  const plain = diffIdsOf({ kind: 'archive', archive: await openSample('docker20-ip-server.tar') })
  const file = await made(name, command)
  expect(diffIdsOf(await openAny(file)), 'as a target').toEqual(plain)
  expect(diffIdsOf(await openAny(file, false)), 'as a base').toEqual(plain)
})

test.each([true, false])('27-macos-within.tar.gz (kept: %s)', async (keep) => {
  expect((await openAny(await caseFile('27-macos-within.tar.gz'), keep)).kind).toBe('archive')
})

test.each([
  ['a tar', 'two.tar', 'cp app.tar b.tar && tar cf two.tar app.tar b.tar'],
  ['a packed tar', 'two.tgz', 'cp app.tar b.tar && tar czf two.tgz app.tar b.tar'],
  ['a zip', 'two.zip', 'cp app.tar b.tar && zip -q two.zip app.tar b.tar'],
])('several in %s are offered to choose from', async (_, name, command) => {
  const file = await made(name, command)
  for (const keep of [true, false]) {
    await expect(openAny(file, keep)).rejects.toThrow('a choice of app.tar,b.tar')
    expect((await openAny(file, keep, 'b.tar')).kind).toBe('archive')
  }
})

test.each([
  ['gzip', 'host.json.gz', 'gzip host.json'],
  ['xz', 'host.json.xz', 'xz host.json'],
  ['zstd', 'host.json.zst', 'zstd -q host.json'],
  ['bzip2', 'host.json.bz2', 'bzip2 host.json'],
  ['a zip', 'host.zip', 'zip -q host.zip host.json'],
])('an inventory packed by %s', async (_, name, command) => {
  expect(diffIdsOf(await openAny(await made(name, command)))).toEqual([diffIds('A')])
})

const UNPACKED = 'mkdir app && tar xf app.tar -C app'

test.each([
  ['a zip of its files', 'a.zip', `${UNPACKED} && cd app && zip -q -r ../a.zip .`, '.'],
  ['a zip of its folder', 'a.zip', `${UNPACKED} && zip -q -r a.zip app`, 'app'],
  ['a tar of its folder', 'a.tar', `${UNPACKED} && tar cf a.tar app`, 'app'],
  ['a packed tar of its folder', 'a.tgz', `${UNPACKED} && tar czf a.tgz ./app`, 'app'],
])('an unpacked save in %s is told as that', async (_, name, command, entry) => {
  const file = await made(name, command)
  for (const keep of [true, false])
    expect(await faultOf(openAny(file, keep))).toEqual({ code: 'unpacked-save', facts: { file: name, entry } })
})

test.each([
  ['a zip of it', 'a.zip', 'cd dir && zip -q -r ../a.zip .'],
  ['a zip of its folder', 'a.zip', 'zip -q -r a.zip dir'],
  ['a tar of it', 'a.tar', 'tar cf a.tar -C dir .'],
  ['a packed tar of its folder', 'a.tgz', 'tar czf a.tgz dir'],
])('what skopeo’s dir: wrote, in %s, is told as that', async (_, name, command) => {
  const layer = 'ab'.repeat(32)
  const dir = `mkdir dir && echo Directory Transport Version: 1.1 > dir/version && echo x > dir/${layer}`
  const manifest = '{"schemaVersion":2,"config":{},"layers":[]}'
  const file = await made(name, `${dir} && echo '${manifest}' > dir/manifest.json && ${command}`)
  expect(await faultOf(openAny(file))).toEqual({ code: 'dir-transport', facts: { file: name } })
})

test.each([
  ['Office', '[Content_Types].xml'],
  ['JAR', 'META-INF/MANIFEST.MF'],
  ['APK', 'AndroidManifest.xml'],
])('a zip that is a file of another kind: %s', async (found, member) => {
  const files = `mkdir -p k/META-INF && echo x > 'k/${member}' && echo y > k/other`
  const zip = await made('a.zip', `${files} && cd k && zip -q -r ../a.zip .`)
  expect(await faultOf(openAny(zip))).toMatchObject({ code: 'other-file', facts: { found } })
})

test('26-unpacked.zip', async () => {
  expect(await faultOf(openAny(await caseFile('26-unpacked.zip')))).toMatchObject({ code: 'unpacked-save' })
})

test.each([
  ['28-app.tar.lz4', 'lz4', 'lz4 -d'],
  ['28-app.7z', '7z', '7z x'],
])('%s is told by its packing', async (name, packing, expected) => {
  const fault = await faultOf(openAny(await caseFile(name)))
  expect(fault).toEqual({ code: 'foreign-packing', facts: { file: name, packing, expected } })
})

test('lz4 within a zip is told by its packing too', async () => {
  const zip = await made('a.zip', 'lz4 -q app.tar app.tar.lz4 && zip -q a.zip app.tar.lz4')
  expect(await faultOf(openAny(zip))).toMatchObject({ code: 'foreign-packing', facts: { packing: 'lz4' } })
})

test('a tree of a system that holds archives is none of them', async () => {
  const file = await made(
    'root.tar',
    'mkdir -p etc usr/share && echo x > etc/passwd && cp app.tar usr/share/x.tar && tar cf root.tar etc usr',
  )
  expect(await faultOf(openAny(file))).toMatchObject({ code: 'container-export' })
})

test('what is packed too many times over is left to the user', async () => {
  const file = await made(
    'c.tgz',
    'gzip app.tar && tar czf a.tgz app.tar.gz && tar czf b.tgz a.tgz && tar czf c.tgz b.tgz',
  )
  expect(await faultOf(openAny(file, false))).toMatchObject({ code: 'archive-within', facts: { entry: 'a.tgz' } })
})
