import { expect, test } from 'vitest'
import type { SiteRecord } from '../../../../../src/core/destination/site'
import { deliveriesCsv, deliveriesFile, deliveriesJson } from '../../../../../src/core/handover/record/deliveries'

const image = (name: string) => ({ name, tags: [], platform: { os: 'linux', architecture: 'amd64' }, layers: [] })

const site: SiteRecord = {
  'layershed-site': 1,
  name: 'Plant "7", north',
  updated: '2026-11-01T00:00:00Z',
  mode: 'one-host',
  holdings: [],
  deliveries: [
    {
      id: '1',
      date: '2026-11-26T05:00:00Z',
      file: '=cmd()!A1.tar',
      holding: { name: 'x', source: 'archive', store: 'unknown', images: [image('app:1'), image('镜像:2')] },
    },
  ],
}

test('a spreadsheet gets a line for each image, and nothing that it would work out', () => {
  expect(deliveriesCsv(site)).toBe(
    '\uFEFF"site","date","file","image","layers"\r\n' +
      '"Plant ""7"", north","2026-11-26T05:00:00Z","\'=cmd()!A1.tar","app:1","0"\r\n' +
      '"Plant ""7"", north","2026-11-26T05:00:00Z","\'=cmd()!A1.tar","镜像:2","0"\r\n',
  )
})

test('a program gets each delivery with its images', () => {
  expect(JSON.parse(deliveriesJson(site))).toEqual({
    site: 'Plant "7", north',
    deliveries: [{ date: '2026-11-26T05:00:00Z', file: '=cmd()!A1.tar', images: ['app:1', '镜像:2'] }],
  })
})

test('each is a file that can be saved anywhere', async () => {
  for (const [kind, make] of [
    ['csv', deliveriesCsv],
    ['json', deliveriesJson],
  ] as const) {
    const file = deliveriesFile(site, kind)
    expect(file.name).toBe(`Plant _7_, north.deliveries.${kind}`)
    expect(await file.text()).toBe(make(site).replace('\uFEFF', ''))
  }
})
