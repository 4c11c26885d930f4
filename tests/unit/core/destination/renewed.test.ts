import { expect, test } from 'vitest'
import { renewed } from '../../../../src/core/destination/renewed'
import type { HoldingRecord, SiteRecord } from '../../../../src/core/destination/site'

const digest = (name: string) => `sha256:${name.repeat(64).slice(0, 64)}` as const

const image = (name: string, layers: string): HoldingRecord['images'][number] => ({
  name,
  tags: [name],
  platform: { os: 'linux', architecture: 'amd64' },
  layers: [...layers].map((layer) => ({ diffId: digest(layer) })),
})

const holding = (...images: HoldingRecord['images']): HoldingRecord => ({
  name: 'host.json',
  source: 'inventory',
  store: 'classic',
  images,
})

const site = (updated: string, holdings: HoldingRecord[], delivered: HoldingRecord[] = []): SiteRecord => ({
  'layershed-site': 1,
  name: updated,
  updated,
  mode: 'one-host',
  holdings,
  deliveries: delivered.map((holding, at) => ({ id: `${at}`, date: updated, file: `${at}.tar`, holding })),
})

const compare = (before: SiteRecord, ...now: HoldingRecord['images']) =>
  renewed(before, site('2026-02-02', [holding(...now)]))

test('what came, what went and what stayed is told by layers, whatever the names', () => {
  const before = site('2026-01-01', [holding(image('base:1', 'ab'), image('app:1', 'abc'), image('old:1', 'x'))])
  const { came, went, stayed, record } = compare(
    before,
    image('base:1', 'ab'),
    image('app:stable', 'abc'),
    image('new:1', 'abd'),
  )
  expect({ came, went, stayed }).toEqual({ came: ['new:1'], went: ['old:1'], stayed: 2 })
  expect(record).toMatchObject({ name: '2026-01-01', updated: '2026-02-02' })
})

test('what stands below an image that is there is there too, under whatever name', () => {
  const before = site('2026-01-01', [holding(image('base:1', 'ab'))])
  expect(compare(before, image('app:1', 'abc'))).toMatchObject({ came: ['app:1'], went: [], stayed: 1 })
})

test('what was delivered stays remembered where it is still there, and goes where it went', () => {
  const before = site(
    '2026-01-01',
    [holding(image('base:1', 'a'))],
    [holding(image('app:1', 'ab')), holding(image('b:1', 'ac'))],
  )
  const { record, went } = compare(before, image('base:1', 'a'), image('app:1', 'ab'))
  expect(record.deliveries.map(({ file }) => file)).toEqual(['0.tar'])
  expect(went).toEqual(['b:1'])
})
