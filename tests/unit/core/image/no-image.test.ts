import { expect, test } from 'vitest'
import { open } from '../../../../src/core/job/open'
import { manifestOf } from '../../../fixtures/oci-archives'
import { faultOf } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

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
  ['a build context', [{ name: 'Dockerfile', body: 'FROM scratch' }], { code: 'not-an-image' }],
])('%s', async (_, members, fault) => {
  expect(await faultOf(open(fileOf(tarOf(members))))).toMatchObject(fault)
})
