import { expect, test } from 'vitest'
import { give, openSession, pick, rememberSite, siteNamed, until } from '../../fixtures/session'
import { siteView } from '../../fixtures/views'
import type { LoaderId } from '../../../src/core/engine/loader'
import type { FileView } from '../../../src/core/view/file-view'

const inventoryOf = (loader: LoaderId | undefined): FileView => ({
  kind: 'inventory',
  store: 'unknown',
  loader,
  images: [],
  imageCount: 0,
  findings: [],
  findingCount: 0,
})

/** A page on which inventories tell of these. */
async function told(...loaders: (LoaderId | undefined)[]) {
  const opened = openSession()
  loaders.forEach((loader, at) => opened.door.views.set(`${at}.json`, inventoryOf(loader)))
  await give(opened.session, 'base', ...loaders.map((_, at) => `${at}.json`))
  return opened.session.options
}

test('who loads there is told by what is there, where it agrees, until somebody says so', async () => {
  expect((await told()).loadsWith).toBe('docker')
  expect((await told('podman', undefined)).loadsWith).toBe('podman')
  expect((await told('podman', 'containerd')).loadsWith).toBe('docker')
  const options = await told('docker-containerd')
  expect(options).toMatchObject({ loadsWith: 'docker-containerd', isGuessed: true, engine: undefined })
  options.loadsWith = 'containerd'
  expect(options).toMatchObject({ loadsWith: 'containerd', isGuessed: false, engine: 'containerd' })
})

test('the form follows who loads, and what would be damaged there is not offered', async () => {
  const options = await told()
  options.form = 'as-is'
  expect(options.form).toBe('as-is')
  options.loadsWith = 'containerd'
  expect(options.form).toBe('universal')
  expect(options.forms).not.toContain('as-is')
  options.loadsWith = 'podman'
  expect(options.forms).toContain('as-is')
  expect(options.form).toBe('universal')
})

test('what is told later takes back a form that does harm there', async () => {
  const opened = openSession()
  opened.session.options.form = 'as-is'
  opened.door.views.set('node.json', inventoryOf('containerd'))
  await give(opened.session, 'base', 'node.json')
  expect(opened.session.options.form).toBe('universal')
})

test('a form that a registry does not take is for somebody who does', async () => {
  const options = await told('podman')
  options.loadsWith = 'registry'
  options.form = 'as-is'
  expect(options).toMatchObject({ loadsWith: 'podman', form: 'as-is' })
})

test('Layershed itself takes the compact form, and is who takes it', async () => {
  const options = await told()
  options.loadsWith = 'layershed'
  expect(options).toMatchObject({ form: 'compact', forms: expect.arrayContaining(['compact']) as unknown })
  options.loadsWith = 'docker'
  expect(options.form).toBe('universal')
  options.form = 'compact'
  expect(options).toMatchObject({ loadsWith: 'layershed', form: 'compact' })
})

test('who is said to load is told to the plans, and kept with the site', async () => {
  const { door, session, store } = openSession()
  await give(session, 'base', 'base.tar')
  await give(session, 'target', 'app.tar')
  session.options.loadsWith = 'podman'
  await until(() => door.last('plan').choice?.engine, 'podman')
  await session.picked.keep('Plant 7')
  expect((await store.listSites()).map(({ loader }) => loader)).toEqual(['podman'])
})

test('a site that was kept so tells it', async () => {
  const opened = openSession()
  await rememberSite(opened, 'Ship')
  opened.door.views.set('Ship.site.json', { ...siteView('Ship'), loader: 'containerd' } as FileView)
  await pick(opened.session, 'Ship')
  expect(opened.session.options.loadsWith).toBe('containerd')
  expect(siteNamed('Ship').loader).toBeUndefined()
})
