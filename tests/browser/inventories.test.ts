import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { attributesOf, faults, findings, give, planOf, rows, saveRow, test } from './page'

const inventories = [
  'docker20-base.inspect.json',
  'docker20-inventory.json',
  'docker28-classic-base.inspect.json',
  'docker28-containerd-base.inspect.json',
  'podman4-base.inspect.json',
  'skopeo-base.config.json',
]
const textOf = (name: string) => readFileSync(sample(name), 'utf8')

/** What a host says of one of the images that the sample's host holds. */
const inspectOf = (tag: string) =>
  JSON.stringify(
    JSON.parse(textOf('docker20-inventory.json')).filter(({ RepoTags: [first] }: Inspect) => first === tag),
  )

interface Inspect {
  readonly RepoTags: string[]
}

const json = (name: string, text: string) => ({ name, bytes: Buffer.from(text), type: 'application/json' })

test.for(inventories)('%s, as a file and pasted, makes the same plan', async (name, { open }) => {
  const plans = []
  for (const way of ['file', 'paste'] as const) {
    const page = await open()
    if (way === 'file') await give(page, 'base', sample(name))
    else await page.getByTestId('inventory-text').fill(textOf(name))
    await give(page, 'target', target('docker20'))
    const plan = await planOf(rows(page))
    const saved = await saveRow(rows(page))
    expect(saved.bytes.length).toBe(plan.kept)
    plans.push({ ...plan, bytes: saved.bytes.toString('base64') })
  }
  expect(plans[0]).toEqual(plans[1])
  // The whole inventory has the target itself, the others its base.
  expect(plans[0]!.shed).toBe(name === 'docker20-inventory.json' ? 2 : 1)
})

test('a text that was taken leaves the box, ready for the next', async ({ page }) => {
  const box = page.getByTestId('inventory-text')
  for (const [name, count] of [
    ['docker20-base.inspect.json', 1],
    ['podman4-base.inspect.json', 2],
  ] as const) {
    await box.fill(textOf(name))
    await expect.poll(() => page.getByText('inventory of 1 image').count()).toBe(count)
    expect(await box.inputValue()).toBe('')
  }
})

test('two inventories are one host’s or two hosts’', async ({ page }) => {
  const row = rows(page)
  await give(page, 'target', sample('docker20-web.tar'))
  await page.getByTestId('inventory-text').fill(inspectOf('sample-base:7'))
  const ofBase = await planOf(row)
  expect(await page.getByTestId('hosts').count()).toBe(0)

  await page.getByTestId('inventory-text').fill(inspectOf('web:2.1'))
  await page.getByTestId('hosts').waitFor()
  const shedWith = (mode: string) => async () => {
    expect(await page.getByTestId('hosts').inputValue()).toBe(mode)
    return (await planOf(row)).shed
  }
  await expect.poll(shedWith('one-host')).toBe(3)
  await page.getByTestId('hosts').selectOption('every-host')
  await expect.poll(shedWith('every-host')).toBe(1)
  expect(await planOf(row)).toEqual(ofBase)
  await page.getByTestId('hosts').selectOption('one-host')
  await expect.poll(shedWith('one-host')).toBe(3)
})

test('two hosts without a layer in common leave nothing to shed', async ({ page }) => {
  await give(page, 'target', sample('docker20-web.tar'))
  await give(page, 'base', json('a.json', inspectOf('sample-base:7')), json('b.json', inspectOf('base:1')))
  await planOf(rows(page))
  await page.getByTestId('hosts').selectOption('every-host')
  await page.getByTestId('nothing-in-common').waitFor()
  expect(await attributesOf(rows(page))).toEqual([])
})

test.for(['UTF-16LE', 'UTF-16BE'])(
  'JSON in %s, as Windows PowerShell writes it, is read',
  async (encoding, { page }) => {
    const input = `\uFEFF${textOf('docker20-base.inspect.json')}`
    const bytes = execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input })
    await give(page, 'base', { name: 'inspect.json', bytes })
    await give(page, 'target', target('docker20'))
    expect((await planOf(rows(page))).shed).toBe(1)
  },
)

const broken = [
  ['inventory-not-json', 'cut off', textOf('docker20-base.inspect.json').slice(0, 900)],
  ['inventory-not-json', 'prose', 'Error: No such image: sample-base:7'],
  ['not-an-inventory', 'of something else', '[{"Id": "4f2a", "Mountpoint": "/var/lib/docker/volumes"}]'],
  ['inventory-without-diff-ids', 'plain skopeo inspect', '{"Name": "base", "Layers": ["sha256:731cec63d019ec02"]}'],
  ['inventory-index', 'an index', '{"schemaVersion": 2, "manifests": []}'],
] as const

test.for(broken)('%s: JSON %s is refused, and the rest stays usable', async ([code, , text], { page }) => {
  await page.getByTestId('inventory-text').fill(text)
  await faults(page, code).waitFor()
  expect(await faults(page, code).getAttribute('role')).toBe('alert')
  await give(page, 'target', target('docker20'))
  await rows(page).getByText('Say what the destination has').waitFor()
  await give(page, 'base', base('docker20'))
  const { kept } = await planOf(rows(page))
  expect((await saveRow(rows(page))).bytes.length).toBe(kept)
  expect(await faults(page, code).count()).toBe(1)
})

test('JSON as a target is refused by its own code', async ({ page }) => {
  await give(page, 'target', sample('docker20-base.inspect.json'))
  await faults(page, 'json-as-archive').waitFor()
  expect(await rows(page).getByTestId('save').count()).toBe(0)
})

test('a manifest alone says that it wants its config, and is joined to it', async ({ page }) => {
  const blob = (digest: string) =>
    execFileSync('tar', ['-xOf', base('skopeo-oci-gzip'), `blobs/sha256/${digest}`], { encoding: 'utf8' })
  const manifest = blob('98da0f0d9643906b79abbdb52468d20d75ed7f4738a5afd2908f40139337c49e')
  const config = blob('0063d5705a88fd5a7cdac934bd1becd0b08bbef7da4d1897110cbb2c89bc38af')
  await give(page, 'base', json('manifest.json', manifest))
  await findings(page, 'manifest-alone').waitFor()
  await give(page, 'base', json('config.json', config))
  await give(page, 'target', target('skopeo-oci-gzip'))
  expect((await planOf(rows(page))).shed).toBe(1)
  // Joined, they prove the digests, and nothing is left to be checked by hand.
  expect(await findings(page, 'unproven-digests').count()).toBe(0)
})
