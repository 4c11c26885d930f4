import { expect, test } from 'vitest'
import { indexTar } from '../../../../src/core/tar/index'
import { StreamSource } from '../../../../src/core/tar/stream'
import { faultOf } from '../../../fixtures/opening'
import { memberBytes, type Member } from '../../../fixtures/tar'

/** One member over and over: what a small packed file may unpack to. */
async function* endless(member: Member, counted: { bytes: number }): AsyncGenerator<Uint8Array> {
  const bytes = memberBytes(member)
  for (;;) {
    counted.bytes += bytes.length
    yield bytes
  }
}

const indexOf = (member: Member, counted = { bytes: 0 }) =>
  faultOf(indexTar(new StreamSource(endless(member, counted), 'endless.tar')))

test.each<[string, Member]>([
  ['entries', { name: 'x' }],
  ['long names', { name: 'n'.repeat(900_000), format: 'gnu' }],
  ['long links', { name: 'n', type: '2', link: 'l'.repeat(900_000), format: 'pax' }],
])('without end, %s are refused by a limit that is named', async (_, member) => {
  const limit = 96 * 1024 * 1024
  expect(await indexOf(member)).toMatchObject({ code: 'too-many-names', facts: { expected: limit } })
})

test.each<[string, Member]>([
  ['PAX headers', { name: 'x', type: 'x', body: '13 comment=x\n' }],
  ['long names of none', { name: 'x', type: 'L', body: 'name\0', format: 'gnu' }],
])('without end, %s are refused before they fill anything', async (_, member) => {
  const counted = { bytes: 0 }
  expect(await indexOf(member, counted)).toMatchObject({
    code: 'oversized-header',
    facts: { expected: 4 * 1024 * 1024 },
  })
  expect(counted.bytes).toBeLessThan(6 * 1024 * 1024)
})
