import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { legacyArchive } from '../fixtures/docker-archives'
import { diffIdOf } from '../fixtures/layers'
import { tarOf } from '../fixtures/tar'
import { give, planOf, rows, saveRow, test } from './page'

const commands = (page: Page) => page.locator('.command code').allInnerTexts()
const chooseEngine = (page: Page, engine: string) => page.getByTestId('loads-with').selectOption(engine)

/** What a real shell makes of a command: the arguments that each program would get, and the files that came of it. */
function runInShell(command: string): { calls: string[][]; files: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'layershed-'))
  // In one go, so that the two ends of a pipe do not write into each other; an empty argument ends a call.
  const record = `record() { printf '%s\\0' "$@" '' >&9; }`
  const stubs = ['docker', 'podman', 'ctr', 'grep'].map((name) => `${name}() { record ${name} "$@"; }`)
  try {
    const script = [record, ...stubs, command].join('\n')
    const out = execFileSync('sh', ['-c', `exec 9>&1 >/dev/null\n${script}\nwait`], { cwd: folder, encoding: 'utf8' })
    const calls = out
      .split('\0\0')
      .filter(Boolean)
      .map((call) => call.split('\0'))
    return { calls, files: readdirSync(folder) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the commands of a plain case check for the base, then load', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const [check, load] = await commands(page)
  const stack = '["sha256:a689d4a7b9a3b948785279eb9687c31ebc55dca409fc5c1cc34a4c7d020d6f8d"'
  const calls = runInShell(check!).calls
  expect(calls).toContainEqual(['docker', 'image', 'ls', '-aq'])
  expect(calls).toContainEqual(['grep', '-F', stack])
  expect(runInShell(load!).calls).toEqual([['docker', 'load', '-i', 'docker20-ip-server.slim.tar']])

  await chooseEngine(page, 'podman')
  await expect.poll(() => commands(page)).toContain('podman load -i docker20-ip-server.slim.tar')
  await chooseEngine(page, 'containerd')
  await expect
    .poll(async () => (await commands(page)).at(-1))
    .toBe('ctr -n k8s.io images import docker20-ip-server.slim.tar')
  const [blobs] = await commands(page)
  expect(runInShell(blobs!).calls).toContainEqual(['grep', '-cxF', '-e', stack.slice(2, -1)])
})

test('engine and shell are chosen once: all archives go to one place', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-two-images.tar'))
  await planOf(rows(page).nth(1))
  await chooseEngine(page, 'podman')
  await expect.poll(() => commands(page)).toContain('podman load -i docker20-two-images.slim.tar')
})

test('where digests are not proven, the commands ask for them', async ({ page }) => {
  await give(page, 'base', sample('skopeo-base.config.json'))
  await give(page, 'target', target('podman4-oci-archive'))
  await planOf(rows(page))
  const digest = 'sha256:731cec63d019ec02569ecc7411a8eb7b0233b6e84f79bd118e83a02d9e14ab86'
  const asked = (await commands(page)).find((text) => text.includes('content ls'))
  expect(runInShell(asked!).calls).toContainEqual(['grep', '-cxF', '-e', digest])
})

/** What others call their files, and what the browser saves them as. */
const names = [
  ['ip-server:1.0.0', 'ip-server_1.0.0'],
  ['two  spaces', 'two  spaces'],
  ["it's", "it's"],
  ['it’s a "test"', 'it’s a _test_'],
  ['$(touch harm)', '$(touch harm)'],
  ['`touch harm`', '`touch harm`'],
  ['-o harm', '-o harm'],
  ['a;touch harm;', 'a;touch harm;'],
  ['a\tb\\nc', 'a_b_nc'],
  ['’; touch harm; ‘', '’; touch harm; ‘'],
  ['%PATH% ^& {x}', '%PATH% ^& {x}'],
  ['.hidden', 'hidden'],
  ['~', '_'],
  ['a\u202Egpj', 'a_gpj'],
  ['镜像', '镜像'],
] as const

test('whatever a file is called, the commands name what was saved, as one argument and nothing more', async ({
  page,
}) => {
  const bytes = tarOf(legacyArchive([{ tags: ['app:1'], layers: ['A', 'B'] }]))
  await give(page, 'base', { name: 'base.tar', bytes: tarOf(legacyArchive([{ tags: ['base:1'], layers: ['A'] }])) })
  await give(page, 'target', ...names.map(([name]) => ({ name: `${name}.tar`, bytes })))
  for (const [at, [, name]] of names.entries()) {
    const row = rows(page).nth(at)
    await planOf(row)
    await page.getByLabel('Shell').selectOption('sh')
    const load = () => page.locator('.command code', { hasText: ' load -i ' }).nth(at).innerText()
    const saved = await saveRow(row)
    expect(saved.name).toBe(`${name}.slim.tar`)
    expect(runInShell(await load())).toEqual({ calls: [['docker', 'load', '-i', saved.name]], files: [] })

    await page.getByLabel('Shell').selectOption('powershell')
    // Within its single quotes PowerShell knows but one kind of special character: quotes, typographic ones too.
    const quoted = /^[\w.-]+$/.test(saved.name) ? saved.name : `'${saved.name.replace(/['‘’‚‛]/g, '$&$&')}'`
    await expect.poll(load, { message: saved.name }).toBe(`docker load -i ${quoted}`)
  }
})

test('a base of a hostile name is looked for without that name', async ({ page }) => {
  const tags = ['$(touch harm):1;touch harm']
  await give(page, 'base', { name: 'base.tar', bytes: tarOf(legacyArchive([{ tags, layers: ['A'] }])) })
  await give(page, 'target', { name: 'app.tar', bytes: tarOf(legacyArchive([{ tags: ['a:1'], layers: ['A', 'B'] }])) })
  await planOf(rows(page))
  const [check] = await commands(page)
  expect(check).not.toContain('harm')
  const { calls, files } = runInShell(check!)
  expect(files).toEqual([])
  expect(calls).toContainEqual(['docker', 'image', 'ls', '-aq'])
  expect(calls).toContainEqual(['grep', '-F', `["${diffIdOf('A')}"`])
})

test('Copy copies the command as it stands', async ({ open }) => {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const last = page.locator('.command').last()
  await last.getByRole('button', { name: 'Copy' }).click()
  await last.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await last.locator('code').innerText())
})
