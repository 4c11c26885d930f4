import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPublicKey } from '../../../../src/core/signature/public-key'

const cosignPub = readFileSync('tests/fixtures/cosign/cosign.pub', 'utf8')
const pem = { type: 'spki', format: 'pem' } as const

test('a cosign.pub is read, with the fingerprint that cosign itself calls the key by', async () => {
  expect(await readPublicKey(`# shop\r\n${cosignPub.replaceAll('\n', '\r\n')}`)).toMatchObject({
    kind: 'key',
    // The hint of the bundle that was signed with it, in base64 there.
    fingerprint: Buffer.from('XRmfK7QHN1Iy2taWVxVuMGWZ57M56X6zyrqSdypyWCM=', 'base64').toString('hex'),
  })
})

const armored = (label: string, body = 'AAAA') => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`

test.each([
  ['a private key of cosign', armored('ENCRYPTED SIGSTORE PRIVATE KEY'), 'private-key'],
  ['a private key of openssl', armored('EC PRIVATE KEY'), 'private-key'],
  ['a certificate', armored('CERTIFICATE'), 'certificate'],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export(pem).toString(), 'other-algorithm'],
  ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export(pem).toString(), 'other-algorithm'],
  ['Ed25519', generateKeyPairSync('ed25519').publicKey.export(pem).toString(), 'other-algorithm'],
  ['no DER', armored('PUBLIC KEY'), 'other-algorithm'],
  ['no base64', armored('PUBLIC KEY', 'A=A'), 'no-key'],
  ['half a key', cosignPub.slice(0, 100), 'no-key'],
  ['anything else', 'ssh-rsa AAAA me@here', 'no-key'],
  ['nothing', '', 'no-key'],
])('%s is refused for what it is', async (_, text, why) => {
  expect(await readPublicKey(text)).toEqual({ kind: 'refused', why })
})
