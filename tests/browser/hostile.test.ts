import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { legacyArchive } from '../fixtures/docker-archives'
import { configOf, diffIdOf, digestOf, hexOf, layerTar, type ImageSpec } from '../fixtures/layers'
import { tarOf, type Member } from '../fixtures/tar'
import { attributesOf, faults, findings, give, planOf, rows, save, saveRow, speak, test } from './page'

/** Would run where text became HTML; each says which field it came by. */
const evil = (field: string) =>
  `<img src=x onerror="globalThis.harmed='${field}'"><script>harmed='${field}'</script>{file} $(touch ${field}) \`id\``

/** Nearly as long as a path may be; longer ones are refused. */
const long = (field: string) => field.repeat(500)

/** A docker-archive with hostile text wherever its writer may put text. */
function hostileArchive(layers: readonly string[], text: (field: string) => string): Uint8Array {
  const image: ImageSpec = { tags: [], layers }
  const config = {
    ...JSON.parse(new TextDecoder().decode(configOf(image))),
    os: text('os'),
    architecture: text('architecture'),
    history: layers.map((_, at) => ({ created_by: text(`history-${at}`), comment: text('comment') })),
  }
  const body = JSON.stringify(config)
  const Config = `${text('config').slice(0, 60)}.json`
  const path = (at: number) => `${text(`layer-${at}`)}/layer.tar`
  const members: Member[] = layers.map((letter, at) => ({ name: path(at), body: layerTar(letter), format: 'pax' }))
  return tarOf([
    ...members,
    { name: Config, body, format: 'pax' },
    {
      name: 'manifest.json',
      body: JSON.stringify([
        { Config, RepoTags: [text('tag'), `${text('name')}:1`], Layers: layers.map((_, at) => path(at)) },
      ]),
    },
  ])
}

const markup = 'img, script:not([src]), iframe, object, style, [onerror]'

/** Nothing that an archive says may have become an element, or run. */
async function expectUnharmed(page: Page): Promise<void> {
  expect(await page.locator('body').locator(markup).count()).toBe(0)
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280)
}

test('markup in tags, paths, history and platform is shown as text', async ({ page }) => {
  await give(page, 'base', { name: `${evil('base').replaceAll('/', '')}.tar`, bytes: hostileArchive(['A'], evil) })
  await give(page, 'target', {
    name: `${evil('target').replaceAll('/', '')}.tar`,
    bytes: hostileArchive(['A', 'B'], evil),
  })
  await planOf(rows(page))
  await findings(page, 'bad-tag').first().waitFor()
  // It is there to be read, so it was not left out.
  for (const field of ['base', 'target', 'tag', 'history-0', 'history-1', 'os'])
    expect(await page.locator('body').innerText()).toContain(`'${field}'`)
  for (const summary of await rows(page).locator('summary').all()) await summary.click()
  await expectUnharmed(page)
})

test('what is saved of a hostile archive has a harmless name, and opens again', async ({ page }) => {
  await give(page, 'base', { name: 'base.tar', bytes: hostileArchive(['A'], evil) })
  await give(page, 'target', { name: '-rf $(touch x) ; `id`.tar', bytes: hostileArchive(['A', 'B'], evil) })
  const plan = await planOf(rows(page))
  const saved = await saveRow(rows(page))
  expect(saved.bytes.length).toBe(plan.kept)
  expect(saved.name).toMatch(/\.slim\.tar$/)
  await give(page, 'target', saved)
  expect((await planOf(rows(page).nth(1))).shed).toBe(1)
  await save(page.getByTestId('fingerprint'))
  await expectUnharmed(page)
})

test('markup in errors and findings is shown as text', async ({ page }) => {
  const members = legacyArchive([{ tags: [evil('tag')], layers: ['A'] }])
  const manifest = (body: unknown): Uint8Array =>
    tarOf([
      ...members.filter(({ name }) => name !== 'manifest.json'),
      { name: 'manifest.json', body: typeof body === 'string' ? body : JSON.stringify(body) },
    ])
  await give(
    page,
    'target',
    { name: '<img src=x onerror=harmed=1>.tar', bytes: Buffer.alloc(0) },
    { name: 'absent.tar', bytes: manifest([{ Config: evil('absent'), RepoTags: [], Layers: [] }]) },
    { name: 'unsafe.tar', bytes: manifest([{ Config: `../../${evil('unsafe')}`, RepoTags: [], Layers: [] }]) },
    { name: 'json.tar', bytes: manifest(`[${evil('json')}`) },
    { name: 'lost.tar', bytes: tarOf(members.filter(({ name }) => !String(name).endsWith('layer.tar'))) },
  )
  await page.getByTestId('inventory-text').fill(`{"${evil('key').replaceAll('"', '\\"')}": 1}`)
  for (const code of ['empty-file', 'contents-absent', 'unsafe-path', 'not-json', 'layer-absent', 'not-an-inventory'])
    await faults(page, code).waitFor()
  await expectUnharmed(page)
})

test('texts of absurd length neither hang the page nor push it out of shape', async ({ page }) => {
  await give(page, 'base', { name: 'base.tar', bytes: hostileArchive(['A'], long) })
  await give(page, 'target', { name: 'app.tar', bytes: hostileArchive(['A', 'B'], long) })
  await planOf(rows(page))
  for (const summary of await rows(page).locator('summary').all()) await summary.click()
  await page.setViewportSize({ width: 400, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400)
  // Nobody reads thousands of letters of a name: no row may become taller than some screens.
  const height = await rows(page).evaluate((row) => row.getBoundingClientRect().height)
  expect(height).toBeLessThan(5 * 800)
})

test('tags of prototype names and digests that are none bring nothing down', async ({ page }) => {
  const odd: ImageSpec = { tags: ['__proto__', 'constructor:toString'], layers: ['A', 'B'] }
  const config = { ...JSON.parse(new TextDecoder().decode(configOf(odd))), rootfs: { diff_ids: ['__proto__'] } }
  const body = JSON.stringify(config)
  const Config = `${hexOf(digestOf(body))}.json`
  const bytes = tarOf([
    { name: Config, body },
    { name: 'manifest.json', body: JSON.stringify([{ Config, RepoTags: odd.tags, Layers: ['x/layer.tar'] }]) },
  ])
  await give(page, 'base', { name: 'base.tar', bytes: tarOf(legacyArchive([{ tags: ['b:1'], layers: ['A'] }])) })
  await give(page, 'target', { name: 'odd.tar', bytes }, { name: 'app.tar', bytes: tarOf(legacyArchive([odd])) })
  await faults(page, 'bad-config').waitFor()
  expect(await attributesOf(rows(page).nth(0))).toEqual([])
  expect(await planOf(rows(page).nth(1))).toMatchObject({ shed: 1 })
  await rows(page).nth(1).getByTestId('open-line').click()
  await page
    .locator(`[title^="${diffIdOf('A')}"]`)
    .first()
    .waitFor()
})

/** Turns what follows around, hides, writes in a terminal's red, ends the line: with a field's name in front. */
const unseen = (field: string) => `${field}\u202Egpj\u200B\x1B[31m\u2028\u2066שלום`

/** All that the page shows, says or hints at, in which a character is neither seen nor the page's own. */
const raw = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '')
    for (const element of document.querySelectorAll('*'))
      for (const name of ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'label'])
        texts.push(element.getAttribute(name) ?? '')
    const isolates = /\u2068([^\u2066-\u2069]*)\u2069/g
    const hidden = /(?!\n|\t|\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
    return texts.filter((text) => hidden.test(text.replace(isolates, '$1')))
  })

/** Text of others stands alone: in a `<bdi>`, or isolated where no element can be. */
const loose = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const { nodeValue, parentElement } = walker.currentNode
      if (!nodeValue?.includes('ש') || parentElement?.closest('bdi')) continue
      if (nodeValue.replace(/\u2068[^\u2069]*\u2069/g, '').includes('ש')) found.push(nodeValue)
    }
    return found
  })

async function expectSeen(page: Page, ...fields: string[]): Promise<void> {
  const said = await page.evaluate(() =>
    [document.body.textContent, ...[...document.querySelectorAll('[title]')].map((one) => one.getAttribute('title'))].join('\n'),
  ) // prettier-ignore
  for (const field of fields) expect(said, field).toContain(`${field}⟨U+202E⟩gpj⟨U+200B⟩`)
  expect(await raw(page)).toEqual([])
  expect(await loose(page)).toEqual([])
}

test('what is not seen is shown by its code, and what runs from right to left turns nothing: on rows and plans', async ({
  page,
}) => {
  await give(page, 'base', { name: `${unseen('base')}.tar`, bytes: hostileArchive(['A'], unseen) })
  await give(page, 'target', { name: `${unseen('target')}.tar`, bytes: hostileArchive(['A', 'B'], unseen) })
  await planOf(rows(page))
  await findings(page, 'bad-tag').first().waitFor()
  for (const summary of await page.locator('main summary').all()) await summary.click()
  await rows(page).getByTestId('open-layer').first().hover()
  await expectSeen(page, 'base', 'target', 'tag', 'history-0', 'history-1', 'os', 'architecture')
  await saveRow(rows(page))
  await speak(page, 'zh-CN')
  await expectSeen(page, 'base', 'target', 'tag', 'history-0', 'history-1', 'os')
})

test('and so it is in choices, faults, inventories and sites', async ({ page }) => {
  const inner = tarOf(legacyArchive([{ tags: ['a:1'], layers: ['A'] }]))
  const within = tarOf(
    ['one', 'two'].map((name) => ({ name: `${unseen(name)}.tar`, body: inner, format: 'pax' as const })),
  )
  await give(page, 'target', { name: `${unseen('several')}.tar`, bytes: within })
  await page.getByTestId('member').first().waitFor()
  await give(page, 'target', { name: `${unseen('empty')}.tar`, bytes: Buffer.alloc(0) })
  await faults(page, 'empty-file').waitFor()
  const inspect = [
    { Id: digestOf('x'), RepoTags: [unseen('inventory')], RootFS: { Layers: [diffIdOf('A')] }, Os: unseen('os') },
  ]
  await give(page, 'base', {
    name: 'hosts.json',
    bytes: Buffer.from(JSON.stringify(inspect)),
    type: 'application/json',
  })
  await page.getByText('inventory of 1 image').waitFor()
  await page.getByTestId('sites').click()
  await page.getByTestId('site-name').fill(unseen('site').replace('\x1B', '').replace('\u2028', ''))
  await page.getByTestId('site-keep').click()
  await page.getByTestId('site').waitFor()
  await expectSeen(page, 'one', 'two', 'several', 'empty', 'inventory', 'site')
})

test('and so it is inside a layer', async ({ page }) => {
  const layer = tarOf([
    { name: `${unseen('folder')}/${unseen('file')}`, body: 'x', format: 'pax' },
    { name: 'link', type: '2', link: unseen('link'), format: 'pax' },
  ])
  const body = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    history: [{ created_by: unseen('line') }],
  })
  const bytes = tarOf([
    { name: 'a/layer.tar', body: layer },
    { name: 'config.json', body },
    {
      name: 'manifest.json',
      body: JSON.stringify([{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['a/layer.tar'] }]),
    },
  ])
  await give(page, 'target', { name: 'app.tar', bytes })
  await page.getByTestId('open-layer').first().click()
  await page.getByTestId('layer-open-all').click()
  await page.getByTestId('layer-line').filter({ hasText: 'file' }).first().waitFor()
  await page.getByTestId('layer-line').filter({ hasText: 'file' }).first().click()
  await expectSeen(page, 'folder', 'file', 'link', 'line')
})
