import { expect, test } from 'vitest'
import { faultOf } from '../../../../src/core/errors'
import { archiveAt, drop, keep } from '../../../../src/worker/main/opened-files'
import { openArchive, openInventory, sampleFile } from '../../../fixtures/opening'

const thrownBy = (work: () => unknown) => {
  try {
    work()
  } catch (thrown) {
    return thrown
  }
  return undefined
}

test('a file that this worker never opened, or closed, was opened by one that died', async () => {
  const died = { code: 'worker-died', facts: { file: 'a.tar', reason: '' } }
  expect(
    faultOf(
      thrownBy(() => archiveAt('a')),
      'a.tar',
    ),
  ).toEqual(died)
  const archive = await openArchive(await sampleFile('docker20-base.tar'))
  keep('a', { kind: 'archive', archive })
  expect(archiveAt('a')).toBe(archive)
  drop('a')
  expect(
    faultOf(
      thrownBy(() => archiveAt('a')),
      'a.tar',
    ),
  ).toEqual(died)
})

test('an inventory is no archive, and is named', async () => {
  const inventory = await openInventory(await (await sampleFile('docker20-base.inspect.json')).text(), 'host.json')
  keep('b', { kind: 'inventory', inventory })
  expect(faultOf(thrownBy(() => archiveAt('b')))).toEqual({ code: 'json-as-archive', facts: { file: 'host.json' } })
})
