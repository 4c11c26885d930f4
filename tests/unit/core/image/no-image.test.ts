import { expect, test } from 'vitest'
import { open } from '../../../../src/core/job/open'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { manifestOf, ociOnlyArchive } from '../../../fixtures/oci-archives'
import { faultOf } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

const image = { tags: ['app:1'], layers: ['A', 'B'] }

/** A tar that is no image archive is told for what it is. */
test.each<[string, Member[], object]>([
  [
    'docker export',
    [
      { name: '.dockerenv', body: '' },
      { name: 'etc/', type: '5' },
    ],
    { code: 'container-export' },
  ],
  ['a root file system', [{ name: './etc/os-release', body: 'ID=alpine' }], { code: 'container-export' }],
  [
    'helm package',
    [
      { name: 'shop/Chart.yaml', body: 'name: shop' },
      { name: 'shop/values.yaml', body: '' },
    ],
    { code: 'no-image-held', facts: { holds: { chart: 1 } } },
  ],
  [
    'a folder of skopeo’s',
    [
      { name: 'version', body: 'Directory Transport Version: 1.1' },
      { name: 'manifest.json', body: manifestOf({ tags: [], layers: ['A'] }) },
    ],
    { code: 'dir-transport' },
  ],
  [
    'layers that nothing lists',
    legacyArchive([image]).filter(({ name }) => String(name).endsWith('layer.tar')),
    { code: 'layers-unlisted' },
  ],
  [
    'blobs that nothing lists',
    ociOnlyArchive([image]).filter(({ name }) => String(name).startsWith('blobs/')),
    { code: 'layers-unlisted' },
  ],
  ['nothing', [], { code: 'no-entries' }],
  ['a build context', [{ name: 'Dockerfile', body: 'FROM scratch' }], { code: 'not-an-image' }],
])('%s', async (_, members, fault) => {
  expect(await faultOf(open(fileOf(tarOf(members))))).toMatchObject(fault)
})
