import { expect, test } from 'vitest'
import { open } from '../../../../src/core/job/open'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { diffIdOf, hexOf, layerTar } from '../../../fixtures/layers'
import { blobMember, describe, indexJson, manifestOf, ociLayout, ociOnlyArchive } from '../../../fixtures/oci-archives'
import { faultOf } from '../../../fixtures/opening'
import { fileOf, tarOf, utf8, type Member } from '../../../fixtures/tar'

const SYSTEM = { code: 'container-export' }

/** As registries gave it to clients before Docker 1.10 (distribution, "Image Manifest Version 2, Schema 1"). */
const schema1 = utf8(JSON.stringify({ schemaVersion: 1, name: 'app', fsLayers: [{ blobSum: diffIdOf('A') }] }))
const v1 = 'application/vnd.docker.distribution.manifest.v1'

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
  ...['+prettyjws', '+json'].map((signed): [string, Member[], object] => [
    `an image under a manifest of schema 1 (${signed})`,
    [blobMember(schema1), indexJson([describe(schema1, `${v1}${signed}`)]), ociLayout],
    { code: 'schema-1' },
  ]),
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
  [
    'a folder of skopeo’s with an index',
    [
      { name: 'version', body: 'Directory Transport Version: 1.1' },
      { name: 'manifest.json', body: '{"schemaVersion":2,"manifests":[]}' },
    ],
    { code: 'dir-transport' },
  ],
  [
    'a folder of skopeo’s, one level too high',
    [
      { name: 'app/', type: '5' },
      { name: 'app/version', body: 'Directory Transport Version: 1.1' },
      { name: 'app/manifest.json', body: manifestOf({ tags: [], layers: ['A'] }) },
      { name: `app/${hexOf(diffIdOf('A'))}`, body: layerTar('A') },
    ],
    { code: 'dir-transport' },
  ],
  [
    'an appliance',
    [
      { name: 'box.ovf', body: '<Envelope/>' },
      { name: 'disk.vmdk', body: 'KDMV' },
    ],
    { code: 'disk-image', facts: { found: 'OVA' } },
  ],
  ['a box', [{ name: './Vagrantfile', body: '' }], { code: 'disk-image', facts: { found: 'Vagrant' } }],
  ['a package of Alpine', [{ name: '.PKGINFO', body: '' }], { code: 'software-package', facts: { found: 'apk' } }],
  ['a system without a password', ['bin/sh', 'lib/libc.so', 'usr/x'].map((name) => ({ name, body: 'x' })), SYSTEM],
  ['a system of LXC', [{ name: 'rootfs/etc/passwd', body: '' }], SYSTEM],
  [
    'an installer that brings images',
    [
      { name: 'shop/install', body: '#!/bin/sh' },
      { name: 'shop/a.tar.gz', body: 'x' },
      { name: 'shop/images.tar.gz', body: 'xxx' },
    ],
    { code: 'archive-among', facts: { entry: 'shop/images.tar.gz' } },
  ],
  [
    'an index whose list is null',
    [ociLayout, { name: 'index.json', body: '{"schemaVersion":2,"manifests":null}' }],
    { code: 'nothing-listed', facts: { entry: 'index.json' } },
  ],
  ['nothing', [], { code: 'no-entries' }],
  [
    'a build context',
    ['Dockerfile', 'a', 'b', 'c', 'd'].map((name) => ({ name, body: 'x' })),
    { code: 'not-an-image', facts: { found: 'Dockerfile, a, b, c, …' } },
  ],
])('%s', async (_, members, fault) => {
  expect(await faultOf(open(fileOf(tarOf(members))))).toMatchObject(fault)
})
