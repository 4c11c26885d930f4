import { expect, test } from 'vitest'
import { statementsIn } from '../../../../src/core/signature/statement'
import {
  blobMember,
  describe as described,
  indexJson,
  MANIFEST_TYPE,
  ociOnlyArchive,
} from '../../../fixtures/oci-archives'
import { openMembers, openSample } from '../../../fixtures/opening'
import { utf8 } from '../../../fixtures/tar'

test('the signatures and attestations of cosign are read, with what they speak of', async () => {
  const { read, more } = await statementsIn(await openSample('cosign/saved.tar'))
  expect(more).toBe(false)
  expect(read.map(({ what }) => what).toSorted()).toEqual(['attestation', 'signature'])
  const [one, other] = read.map(({ digests }) => digests)
  expect(one).toEqual(other)
  expect(one).toEqual(['sha256:1b938c3b68e7e865c8c801675f68fac0b8dcbc7fd926faee97cbe5fd19aa44ff'])
})

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** An image, and beside it one artifact of that type for each body. */
function carrying(type: string, bodies: readonly string[]) {
  const image = ociOnlyArchive([{ tags: ['app:1'], layers: ['A'] }])
  const artifacts = bodies.map((body) => {
    const [config, blob] = [utf8('{}'), utf8(body)]
    const manifest = { schemaVersion: 2, mediaType: MANIFEST_TYPE, artifactType: type, config: described(config, 'application/vnd.oci.empty.v1+json') } // prettier-ignore
    return [utf8(JSON.stringify({ ...manifest, layers: [described(blob, type)] })), config, blob]
  })
  const root = JSON.parse(String(image.find(({ name }) => name === 'index.json')?.body))
  const index = indexJson([...root.manifests, ...artifacts.map(([manifest]) => described(manifest!, MANIFEST_TYPE))])
  return openMembers([...image.filter(({ name }) => name !== 'index.json'), index, ...artifacts.flat().map(blobMember)])
}

const envelope = (signatures: number) => ({
  payload: btoa(JSON.stringify({ subject: [{ digest: { sha256: 'a'.repeat(64) } }] })),
  payloadType: 'application/vnd.in-toto+json',
  signatures: Array.from({ length: signatures }, () => ({ sig: 'AAAA' })),
})

test.each([
  ['no JSON', 'hello'],
  ['no object', '[1]'],
  ['no envelope', '{"dsseEnvelope":7}'],
  ['no base64', '{"dsseEnvelope":{"payload":"ü","signatures":[]}}'],
  ['no statement', `{"dsseEnvelope":{"payload":"${btoa('hello')}","signatures":[null,{"sig":7}]}}`],
  ['no digest', `{"dsseEnvelope":{"payload":"${btoa('{"subject":[{"digest":{"sha256":"x"}},3]}')}"}}`],
])('of what holds %s nothing is made', async (_, body) => {
  expect(await statementsIn(await carrying(BUNDLE, [body]))).toEqual({ read: [], more: false })
})

test('more signatures, or larger ones, than are read are told', async () => {
  const of = async (...bodies: object[]) =>
    statementsIn(
      await carrying(
        BUNDLE,
        bodies.map((body) => JSON.stringify(body)),
      ),
    )
  expect(await of({ dsseEnvelope: envelope(1000) })).toMatchObject({ read: [{ what: 'attestation' }], more: false })
  expect(await of({ dsseEnvelope: envelope(1001) })).toEqual({ read: [], more: true })
  expect(await of({ dsseEnvelope: envelope(1), filled: ' '.repeat(4 * 1024 * 1024) })).toEqual({ read: [], more: true })
})
