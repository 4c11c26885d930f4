import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { base, target } from '../engines/samples'
import { faults, give, rows, test } from './page'

const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) })

const lists = (page: Page) => page.getByTestId('packing-list')

const COMPOSE = `
services:
  ip: {image: "ip-server:1.0.0"}
  base: {image: "\${BASE:-busybox:1.36}"}
  db: {image: "postgres:16"}
  web: {build: .}
  api: {image: "api:\${TAG}"}
`

const attribute = (page: Page, name: string) => lists(page).getAttribute(`data-${name}`).then(Number)

const namesOf = (page: Page, state: string) =>
  lists(page).locator(`[data-testid=packing-image][data-state=${state}] .name`).allInnerTexts()

test('a Compose file to be sent says which images are given, which are there, and how to save the rest', async ({
  page,
}) => {
  await give(page, 'target', file('compose.yaml', COMPOSE))
  await lists(page).waitFor()
  expect(await attribute(page, 'images')).toBe(3)
  expect(await namesOf(page, 'missing')).toEqual(['ip-server:1.0.0', 'busybox:1.36', 'postgres:16'])
  const untold = lists(page).getByTestId('untold')
  expect(await untold.evaluateAll((all) => all.map((one) => one.getAttribute('data-why')))).toEqual([
    'build',
    'variable',
  ])
  // It is no archive: nothing is planned for it.
  expect(await rows(page).count()).toBe(0)

  await give(page, 'target', target('docker20'))
  await expect.poll(() => attribute(page, 'given')).toBe(1)
  expect(await namesOf(page, 'missing')).toEqual(['busybox:1.36', 'postgres:16'])
  const save = lists(page).getByTestId('save-command')
  await save.getByText(`docker save -o images.tar 'busybox:1.36' 'postgres:16'`).waitFor()
  await lists(page).getByTestId('list-saver').selectOption('podman')
  await save.getByText(`podman save -m -o images.tar 'docker.io/library/busybox:1.36'`).waitFor()
})

test('names at the destination count, however they are written', async ({ page }) => {
  const inspect = (tag: string) =>
    JSON.stringify([
      { Id: 'sha256:1', RepoTags: [tag], RootFS: { Type: 'layers', Layers: [`sha256:${'a'.repeat(64)}`] } },
    ])
  await give(page, 'base', file('host.json', inspect('postgres:16')))
  await give(page, 'target', file('images.txt', '# two\ndocker.io/library/postgres:16\nredis\n'))
  await expect.poll(() => attribute(page, 'there')).toBe(1)
  await lists(page).getByText('known by host.json').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Remove images.txt' }).click()
  await lists(page).waitFor({ state: 'detached' })
})

test('several lists stand beside each other; what is none is told as before', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  const manifests = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: "nginx:1"}]}\n'
  await give(
    page,
    'target',
    file('pod.yaml', manifests),
    file('images.txt', 'redis:7\n'),
    file('note.txt', 'no image\n'),
  )
  await faults(page, 'plain-text').waitFor()
  await expect.poll(() => lists(page).count()).toBe(2)
})

test.for([
  ['list-not-yaml', 'services:\n\tweb: 1\n', 'line 2'],
  ['list-empty', '# nothing yet\n', 'names no images'],
  ['list-too-much', `a: &a {k: v}\n${Array.from({ length: 2100 }, (_, at) => `b${at}: *a\n`).join('')}`, 'beyond'],
] as const)('%s is said in its place', async ([code, text, told], { page }) => {
  await give(page, 'target', file('broken.yaml', text))
  await faults(page, code).filter({ hasText: told }).waitFor()
  await page.getByTestId('language').selectOption('zh-CN')
  await faults(page, code)
    .filter({ hasText: /[\u4e00-\u9fff]/ })
    .waitFor()
})
