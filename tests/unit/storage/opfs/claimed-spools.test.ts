import { expect, test, vi } from 'vitest'
import { ClaimedSpools } from '../../../../src/storage/opfs/claimed-spools'
import { spools } from '../../../../src/storage/opfs/scratch'
import { turn } from '../../../fixtures/session'

function opened() {
  let claimed = 0
  vi.spyOn(spools, 'claim').mockImplementation(async () => `spool ${++claimed}`)
  const release = vi.spyOn(spools, 'release').mockReset().mockResolvedValue()
  return { all: new ClaimedSpools(), released: () => release.mock.calls.map(([name]) => name) }
}

test('spools of one need are given back together, once, and those of others stay', async () => {
  const { all, released } = opened()
  for (const of of ['a', 'b', 'a']) await all.claim(of)
  for (const of of ['a', 'a', 'c']) all.release(of)
  expect(released()).toEqual(['spool 1', 'spool 3'])
})

test.each(['resolves', 'rejects'])(
  'whoever reads them is waited for, until that %s; what is claimed meanwhile stays',
  async (how) => {
    const { all, released } = opened()
    await all.claim('a')
    let end = () => {}
    const read = new Promise<void>(
      (resolve, reject) => (end = how === 'resolves' ? resolve : () => reject(new Error('over'))),
    )
    all.release('a', read)
    await all.claim('a')
    await turn()
    expect(released()).toEqual([])
    end()
    await turn()
    expect(released()).toEqual(['spool 1'])
  },
)
