import { expect, test } from 'vitest'
import { commandsFor, hasUntold, type Engine, type Shell } from '../../../../src/core/handover/commands'
import type { SkopeoSource } from '../../../../src/core/view/skopeo-sources'

const NAME = '-o harm.slim.tar'
const DIGEST = `sha256:${'cd'.repeat(32)}`
const PARTS = [`${NAME}.001`, `${NAME}.002`]

const alone: SkopeoSource = { transport: 'oci-archive', which: '', name: undefined }

/** What needs nothing. */
const loaded = (fileName: string, parts: readonly string[] = []) => {
  return { fileName, parts, checks: [], digestsToCheck: [], blobsToCheck: [], skopeo: [alone] }
}

const texts = (engine: Engine, shell: Shell, parts: readonly string[] = []) =>
  commandsFor(engine, shell, loaded(NAME, parts)).map(({ text }) => text)

test('a name that begins with a dash is a file to every command, never an option', () => {
  for (const shell of ['sh', 'powershell'] as const) {
    expect(texts('docker', shell)).toEqual([`docker load -i '${NAME}'`])
    expect(texts('ctr', shell)).toEqual([`ctr -n k8s.io images import './${NAME}'`])
  }
  expect(texts('docker', 'sh', PARTS).slice(0, 3)).toEqual([
    `sha256sum -c './${NAME}.parts.sha256'`,
    `cat './${PARTS[0]}' './${PARTS[1]}' > '${NAME}'`,
    `sha256sum -c './${NAME}.sha256'`,
  ])
})

test('a name that no line shows as it is stands in no command', () => {
  for (const unsayable of ['a\u2028b.tar', 'a\nrm -rf x\n.tar', 'a\u202Egpj.tar', 'a\u200Bb.tar', 'a\x1Bb.tar'])
    for (const shell of ['sh', 'macos', 'powershell'] as const) {
      const given = commandsFor('docker', shell, loaded(unsayable, [`${unsayable}.001`]))
      expect(given).toEqual([])
    }
})

test('PowerShell joins parts without cmd, each name as a text of its own', () => {
  const name = `50%PATH% ^& 'it’s'!.tar`
  const [join, check] = commandsFor('docker', 'powershell', loaded(name, [`${name}.001`, `${name}.002`]))
  expect(join?.text).not.toMatch(/\bcmd\b/)
  const quoted = `'50%PATH% ^& ''it’’s''!.tar`
  expect(join?.text).toContain(`[IO.File]::Create([IO.Path]::Combine($PWD.ProviderPath, ${quoted}'))`)
  expect(join?.text).toContain(`foreach ($part in ${quoted}.001', ${quoted}.002')`)
  expect(check?.text).toContain(`Get-Content -LiteralPath ${quoted}.sha256'`)
})

test('a registry takes it by skopeo, and is asked for nothing first: skopeo asks by itself', () => {
  const check = { image: 'app', reference: 'base:1', diffIds: [`sha256:${'ab'.repeat(32)}`] }
  const needs = { checks: [check], digestsToCheck: [DIGEST], blobsToCheck: [DIGEST] }
  expect(commandsFor('skopeo', 'sh', { ...loaded('my app.slim.tar'), ...needs })).toEqual([
    { purpose: 'load', text: "skopeo copy 'oci-archive:my app.slim.tar' docker://REGISTRY/NAME:TAG" },
  ])
})

test('of several images each is copied by its name, to that name; for what has none there is no command', () => {
  const skopeo: SkopeoSource[] = [
    { transport: 'oci-archive', which: '1.0', name: 'example.com/team/app:1.0' },
    { transport: 'docker-archive', which: 'web:2', name: 'localhost:5000/team/app:1.0' },
    { transport: 'docker-archive', which: '@2', name: 'docker.io/library/$(touch harm):1' },
    { transport: 'oci-archive', which: undefined, name: 'docker.io/library/lost:1' },
  ]
  const texts = commandsFor('skopeo', 'sh', { ...loaded('a.tar'), skopeo }).map(({ text }) => text)
  expect(texts).toEqual([
    "skopeo copy 'oci-archive:a.tar:1.0' docker://REGISTRY/team/app:1.0",
    "skopeo copy 'docker-archive:a.tar:web:2' docker://REGISTRY/NAME:TAG",
    "skopeo copy 'docker-archive:a.tar:@2' docker://REGISTRY/NAME:TAG",
  ])
  expect([hasUntold('skopeo', skopeo), hasUntold('skopeo', [alone]), hasUntold('docker', skopeo)]).toEqual([true, false, false]) // prettier-ignore
})

test('each engine is asked in its own way: by stacks, by blobs, or by both', () => {
  const check = { image: 'app', reference: 'base:1', diffIds: [DIGEST] }
  const carried = { ...loaded('a.tar'), checks: [check], digestsToCheck: [DIGEST], blobsToCheck: [DIGEST] }
  const asked = (engine: Engine) =>
    commandsFor(engine, 'sh', carried).map(({ purpose, text }) => [purpose, text.split(' ').slice(0, 3).join(' ')])
  expect(asked('docker')).toEqual([
    ['check-base', 'docker image inspect'],
    ['check-digest', 'ctr -n moby'],
    ['load', 'docker load -i'],
  ])
  expect(asked('ctr')).toEqual([
    ['check-base', 'ctr -n k8s.io'],
    ['load', 'ctr -n k8s.io'],
  ])
})
