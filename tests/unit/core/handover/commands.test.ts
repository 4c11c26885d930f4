import { expect, test } from 'vitest'
import { commandsFor, type Engine, type Shell } from '../../../../src/core/handover/commands'

const NAME = '-o harm.slim.tar'
const DIGEST = `sha256:${'cd'.repeat(32)}`
const PARTS = [`${NAME}.001`, `${NAME}.002`]

/** What needs nothing. */
const loaded = (fileName: string, parts: readonly string[] = []) => {
  return { fileName, parts, checks: [], digestsToCheck: [], blobsToCheck: [] }
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
