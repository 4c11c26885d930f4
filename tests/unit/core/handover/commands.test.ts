import { expect, test } from 'vitest'
import { commandsFor, type Engine, type Shell } from '../../../../src/core/handover/commands'

const NAME = '-o harm.slim.tar'
const PARTS = [`${NAME}.001`, `${NAME}.002`]

const texts = (engine: Engine, shell: Shell, parts: readonly string[] = []) =>
  commandsFor(engine, shell, NAME, [], [], parts).map(({ text }) => text)

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
      const given = commandsFor('docker', shell, unsayable, [], [], [`${unsayable}.001`])
      expect(given).toEqual([])
    }
})

test('what is no diff ID is looked for by no command', () => {
  const check = { image: 'a', reference: undefined, diffIds: ["x'\n"] }
  expect(commandsFor('docker', 'sh', 'a.tar', [check], [], []).map(({ purpose }) => purpose)).toEqual(['load'])
})

test('PowerShell joins parts without cmd, each name as a text of its own', () => {
  const name = `50%PATH% ^& 'it’s'!.tar`
  const [join, check] = commandsFor('docker', 'powershell', name, [], [], [`${name}.001`, `${name}.002`])
  expect(join?.text).not.toMatch(/\bcmd\b/)
  const quoted = `'50%PATH% ^& ''it’’s''!.tar`
  expect(join?.text).toContain(`[IO.File]::Create([IO.Path]::Combine($PWD.ProviderPath, ${quoted}'))`)
  expect(join?.text).toContain(`foreach ($part in ${quoted}.001', ${quoted}.002')`)
  expect(check?.text).toContain(`Get-Content -LiteralPath ${quoted}.sha256'`)
})

test('a registry takes it by skopeo, and is asked for nothing first: skopeo asks by itself', () => {
  const check = { image: 'app', reference: 'base:1', diffIds: [`sha256:${'ab'.repeat(32)}`] }
  expect(commandsFor('skopeo', 'sh', 'my app.slim.tar', [check], [`sha256:${'cd'.repeat(32)}`], [])).toEqual([
    { purpose: 'load', text: "skopeo copy 'oci-archive:my app.slim.tar' docker://REGISTRY/NAME:TAG" },
  ])
})
