import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { signatureReport } from '../../../../src/core/signature/report'
import { openArchive, openSample } from '../../../fixtures/opening'

/** Made by cosign 3.1.1: `cosign save` of a signed and attested image, and of a signed index; referrers as ORAS copies them. */
const samples = ['saved', 'referring', 'index'] as const
const keyNamed = (name: 'cosign' | 'other') => readFileSync(`tests/fixtures/cosign/${name}.pub`, 'utf8')
const key = keyNamed('cosign')

const linesOf = async (sample: string, publicKey: string | undefined) =>
  (await signatureReport(await openSample(`cosign/${sample}.tar`), publicKey)).images.map(
    ({ what, state }) => `${what} ${state}`,
  )

test.each(samples)('%s: what was signed with a key is told by that key, and by no other', async (sample) => {
  const both = (state: string) =>
    sample === 'index' ? Array<string>(2).fill(`signature ${state}`) : [`signature ${state}`, `attestation ${state}`]
  expect(await linesOf(sample, undefined)).toEqual(both('unverified'))
  expect(await linesOf(sample, key)).toEqual(both('verified'))
  expect(await linesOf(sample, keyNamed('other'))).toEqual(both('other-key'))
})

test('a text that is no key verifies nothing, and why is told', async () => {
  const report = await signatureReport(await openSample('cosign/saved.tar'), 'hello')
  expect(report.key).toEqual({ kind: 'refused', why: 'no-key' })
  expect(report.images[0]?.state).toBe('unverified')
})

test('who gives a key hears of an image that nothing signs, and who gives none does not', async () => {
  expect(await linesOf('../skopeo-oci-gzip-base', undefined)).toEqual([])
  expect(await linesOf('../skopeo-oci-gzip-base', key)).toEqual(['signature unsigned'])
})

/** The same archive with a text of one length put for another wherever it stands. */
async function replaced(sample: string, before: string, after: string) {
  const bytes = readFileSync(`tests/fixtures/cosign/${sample}.tar`, 'latin1')
  expect(bytes).toContain(before)
  expect(after).toHaveLength(before.length)
  return openArchive(new File([Buffer.from(bytes.replaceAll(before, after), 'latin1')], 'app.tar'))
}

test.each([
  ['the image’s manifest', 'saved', 'rootfs.diff.tar.gzip","size":63351', 'rootfs.diff.tar.gzip","size":63352'],
  ['a manifest under the index', 'index', '"schemaVersion":2,"mediaType":"application/vnd.oci.image.index', '"schemaVersion":3,"mediaType":"application/vnd.oci.image.index'], // prettier-ignore
])('%s is no longer what was signed: the signature stands alone', async (_, sample, before, after) => {
  const { images, strays } = await signatureReport(await replaced(sample, before, after), key)
  expect(images.map(({ state }) => state)).not.toContain('verified')
  expect(strays).toContainEqual({ what: 'signature', digest: expect.stringMatching(/^sha256:/), state: 'verified' })
})

test.each([
  [
    'a simple signature',
    'saved',
    '"type":"cosign container image signature"',
    '"type":"cosign container image Signature"',
  ],
  [
    'a bundle’s payload',
    'referring',
    '"payload":"eyJfdHlwZSI6Imh0dHBzOi8vaW4',
    '"payload":"eyJfdHlwZSI6Imh0dHBzOi8vaW5',
  ],
  [
    'its type',
    'referring',
    '"payloadType":"application/vnd.in-toto+json"',
    '"payloadType":"application/vnd.in-toto+JSON"',
  ],
])('%s that was changed is not verified', async (_, sample, before, after) => {
  const { images } = await signatureReport(await replaced(sample, before, after), key)
  expect(images.find(({ what }) => what === 'signature')?.state).toBe('other-key')
})
