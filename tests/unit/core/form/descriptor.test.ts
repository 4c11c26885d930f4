import { expect, test } from 'vitest'
import { inFamily, layerMediaType, renewed } from '../../../../src/core/form/descriptor'
import { carriedCase } from '../../../fixtures/carried'
import { digestOf } from '../../../fixtures/layers'

const OCI = 'application/vnd.oci.image.layer.v1.tar'
const DOCKER = 'application/vnd.docker.image.rootfs.diff.tar'
const digest = digestOf('new')

// prettier-ignore
test.each([
  [OCI, DOCKER],
  [`${OCI}+gzip`, `${DOCKER}.gzip`],
  [`${OCI}+zstd`, `${DOCKER}.zstd`],
  [`${OCI}+gzip+encrypted`, `${OCI}+gzip+encrypted`],
  [`${OCI}+encrypted`, `${OCI}+encrypted`],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'],
])('%s among Docker’s is %s', (oci, docker) => {
  expect(inFamily({ mediaType: oci, digest, size: 1 }, 'docker').mediaType).toBe(docker)
  expect(inFamily({ mediaType: docker, digest, size: 1 }, 'oci').mediaType).toBe(oci)
})

test('what no standard has a type for is called by what it is', () => {
  expect(layerMediaType('oci', 'xz')).toBe(`${OCI}+xz`)
})

test('a descriptor that names another blob says nothing of the old one’s bytes, and all else', () => {
  const old = {
    mediaType: `${OCI}+gzip`,
    digest: digestOf('old'),
    size: 9,
    data: 'AAAA',
    urls: ['https://elsewhere.example'],
    artifactType: 'x/y',
    note: 1,
    annotations: {
      'containerd.io/snapshot/stargz/toc.digest': 'old',
      'io.containers.estargz.uncompressed-size': '1',
      'io.github.containers.zstd-chunked.manifest-checksum': 'old',
      'org.opencontainers.image.enc.keys.jwe': 'old',
      'org.example.note': 'kept',
    },
  }
  expect(renewed(old, { mediaType: OCI, digest, size: 3, annotations: { 'containerd.io/snapshot/stargz/toc.digest': 'new' } })).toEqual({
    mediaType: OCI,
    digest,
    size: 3,
    artifactType: 'x/y',
    note: 1,
    annotations: { 'org.example.note': 'kept', 'containerd.io/snapshot/stargz/toc.digest': 'new' },
  }) // prettier-ignore
})

test('inline data goes with the digest that it belongs to', async () => {
  const { files } = await carriedCase('41-data.tar', ['base-legacy.tar'])
  const [descriptor] = files.json('index.json').manifests
  expect(descriptor).not.toHaveProperty('data')
  const bytes = files.read(`blobs/${descriptor.digest.replace(':', '/')}`)!
  expect([digestOf(bytes), bytes.length]).toEqual([descriptor.digest, descriptor.size])
})
