import { expect, test } from 'vitest'
import type { NamedBlob } from '../../../../src/core/file'
import { open } from '../../../../src/core/job/open'
import { viewOf } from '../../../../src/core/view/file-view'
import { sampleFile } from '../../../fixtures/opening'
import { fileOf, utf8 } from '../../../fixtures/tar'

async function viewedFile(file: NamedBlob) {
  const opened = await open(file)
  if (opened.kind === 'choice') throw new Error(`${file.name} holds several`)
  return viewOf(opened)
}

const viewed = async (name: string) => viewedFile(await sampleFile(name))

test.each([
  ['docker20-ip-server.tar', 'docker-archive'],
  ['docker28-containerd-ip-server.tar', 'oci-layout'],
])('%s is shown as %s, with the chains by which bases are told', async (name, layout) => {
  const view = await viewed(name)
  if (view.kind !== 'archive') throw new Error(view.kind)
  expect(view).toMatchObject({ layout, findings: [], platforms: [] })
  expect(view.chains.map(({ length }) => length)).toEqual(view.images.map(({ layers }) => layers.length))
})

test('an inventory is shown by its store, its images and how many layers they have', async () => {
  const view = await viewed('docker28-classic-base.inspect.json')
  expect(view).toMatchObject({ kind: 'inventory', store: 'classic', loader: 'docker', findings: [] })
  expect(view.images).toHaveLength(1)
})

test('everything shown can cross to the page: it is data', async () => {
  for (const name of ['docker20-two-images.tar', 'podman4-base.inspect.json']) {
    const view = await viewed(name)
    expect(structuredClone(view)).toEqual(view)
  }
})

test('a site is shown by its name, its date and what it counts', async () => {
  const holding = { name: 'host.json', source: 'inventory', store: 'classic', images: [] }
  const site = { 'layershed-site': 1, name: 'north', updated: '2026-01-02T03:04:05Z', mode: 'one-host' }
  const text = JSON.stringify({ ...site, holdings: [holding], deliveries: [] })
  const view = await viewedFile(fileOf(utf8(text), 'north.json'))
  expect(view).toMatchObject({ kind: 'site', name: 'north', inventories: 1, deliveries: 0, images: [] })
})
