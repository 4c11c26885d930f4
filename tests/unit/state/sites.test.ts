import { expect, test } from 'vitest'
import { bundleText, siteText } from '../../../src/core/destination/site'
import { fileNamed, give, itemNamed, openSession, pick, rememberSite, siteNamed, until } from '../../fixtures/session'

test('a browser that kept nothing for a while is asked again', async () => {
  const { store, session } = openSession()
  store.forbidden = true
  await session.sites.load()
  expect(session.sites.available).toBe(false)
  store.forbidden = false
  await session.sites.load()
  expect(session.sites.available).toBe(true)
})

test('sites are kept, renamed, forgotten and had back', async () => {
  const { session } = openSession()
  const names = () => session.sites.list.map(({ name }) => name)
  await give(session, 'base', 'base.tar')
  await session.picked.keep('Ship')
  await session.picked.keep('Plant 7')
  expect(names()).toEqual(['Plant 7', 'Ship'])
  await session.sites.rename('Ship', 'Aurora')
  expect(names()).toEqual(['Aurora', 'Plant 7'])
  await session.sites.forget('Aurora')
  expect(names()).toEqual(['Plant 7'])
  await session.sites.haveBack()
  expect(names()).toEqual(['Aurora', 'Plant 7'])
})

test('one that is imported stands beside another of its name; the same twice is one', async () => {
  const { session } = openSession()
  const file = (mode: 'one-host' | 'every-host') => fileNamed('x.json', siteText({ ...siteNamed('Ship'), mode }))
  await session.sites.import([file('one-host'), file('one-host'), file('every-host')])
  expect(session.sites.list.map(({ name }) => name)).toEqual(['Ship', 'Ship (2)'])
})

test('a picked site that changes is read anew, and stays picked meanwhile', async () => {
  const opened = openSession()
  const { door, session } = opened
  await rememberSite(opened, 'Ship')
  await pick(session, 'Ship')
  door.hold('open')
  const before = itemNamed(session, 'Ship.site.json').edition
  await session.sites.takeBack(['Ship'], 'none')
  expect(itemNamed(session, 'Ship.site.json')).toMatchObject({ edition: before + 1, state: { kind: 'reading' } })
  expect(session.picked.picked).toEqual(['Ship'])
  await until(() => door.of('open').length, 2)
  door.last('open').answer()
  await until(() => session.files.basesRead.length, 1)
})

test('a site that is picked twice is there once', async () => {
  const opened = openSession()
  const { session } = opened
  await rememberSite(opened, 'Ship')
  const ship = session.sites.named('Ship')
  if (!ship) throw new Error('not remembered')
  session.picked.pick(ship)
  session.picked.pick(ship)
  await until(() => session.picked.picked, ['Ship'])
  session.picked.pick(ship)
  expect(session.files.items).toHaveLength(1)
})

test('all of them go into one file, and come back from it', async () => {
  const { session } = openSession()
  const sites = ['Plant 7', 'Ship'].map(siteNamed)
  await session.sites.import([fileNamed('layershed.sites.json', bundleText(sites))])
  expect(session.sites.list.map(({ name }) => name)).toEqual(['Plant 7', 'Ship'])
  await session.sites.import([fileNamed('layershed.sites.json', bundleText(sites))])
  expect(session.sites.list).toHaveLength(2)
  await session.sites.import([fileNamed('x.json', bundleText(sites).replaceAll('one-host', 'no-host'))])
  expect(session.sites.fault).toEqual({ code: 'bad-site', facts: { file: 'x.json', entry: 'sites[0].mode' } })
})
