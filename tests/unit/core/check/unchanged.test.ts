import { expect, test } from 'vitest'
import { refuseChanged } from '../../../../src/core/check/unchanged'
import { indexOf } from '../../../../src/core/tar/outline'
import { readArchive } from '../../../../src/core/image/archive'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { containerdArchive } from '../../../fixtures/oci-archives'
import { faultOf, openArchive } from '../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

const image = { tags: ['app:1'], layers: ['A', 'B'] }

/** The archive as it was read, over a file that holds other bytes by now. */
async function over(before: readonly Member[], now: readonly Member[]) {
  const { tar } = await openArchive(fileOf(tarOf(before), 'app.tar'))
  const members = new Map<number, Uint8Array>()
  for (const entry of tar.entries) members.set(entry.start, (await tar.read(entry)).slice())
  return readArchive(indexOf({ ...tar, members }, fileOf(tarOf(now))))
}

test.each([legacyArchive([image]), containerdArchive([image])])(
  'a file that is the same passes',
  async (...members) => {
    expect(await faultOf(refuseChanged(await over(members, members)))).toBeUndefined()
  },
)

test.each([
  ['another name in the list', (text: string) => text.replace('app:1', 'apq:1')],
  ['a list that is none any more', (text: string) => text.replace('[', '(')],
])('%s, the size as it was, is told', async (_, change) => {
  const before = legacyArchive([image])
  const now = before.map((one) => (one.name === 'manifest.json' ? { ...one, body: change(String(one.body)) } : one))
  expect(await faultOf(refuseChanged(await over(before, now)))).toEqual({
    code: 'changed-on-disk',
    facts: { file: 'app.tar' },
  })
})

test('another mode in a header is told', async () => {
  const before = containerdArchive([image])
  const now = before.map((one, at) => (at === 1 ? { ...one, mode: 0o600 } : one))
  expect((await faultOf(refuseChanged(await over(before, now))))?.code).toBe('changed-on-disk')
})
