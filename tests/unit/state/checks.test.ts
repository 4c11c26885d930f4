import { expect, test } from 'vitest'
import type { Hashed } from '../../../src/core/check/to-hash'
import { Checks } from '../../../src/state/checks.svelte'
import { Hashing } from '../../../src/state/hashing.svelte'
import type { HashBlobs } from '../../../src/worker/decoder/hash-blobs'
import { give, itemNamed, openSession, turn, until } from '../../fixtures/session'

/** A check whose hashing the test answers by hand. */
async function opened() {
  const given = openSession()
  let finish: (hashed: readonly Hashed[]) => void = () => {}
  let hashings = 0
  const hash: HashBlobs = (_, onProgress, signal) =>
    new Promise((resolve, reject) => {
      hashings++
      onProgress(1, 4)
      finish = resolve
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  const checks = new Checks(given.door, given.session.files, given.session.hosts, new Hashing(hash))
  await give(given.session, 'target', 'app.tar')
  return {
    ...given,
    checks,
    finish: () => finish([]),
    hashings: () => hashings,
    app: itemNamed(given.session, 'app.tar'),
  }
}

test('a check tells how far it is, and then what was found', async () => {
  const { checks, app, finish } = await opened()
  expect(checks.get(app.id)).toBeUndefined()
  const checking = checks.check(app)
  await until(() => checks.get(app.id), { kind: 'checking', progress: expect.objectContaining({ done: 1, total: 4 }) })
  finish()
  await checking
  expect(checks.get(app.id)).toMatchObject({ kind: 'checked', report: { verdict: 'whole' } })
})

test('one that is cancelled leaves nothing behind, and can be begun again', async () => {
  const { checks, app, finish } = await opened()
  const first = checks.check(app)
  await until(() => checks.get(app.id)?.kind, 'checking')
  await turn()
  checks.cancel(app.id)
  await first
  expect(checks.get(app.id)).toBeUndefined()
  const second = checks.check(app)
  await turn()
  finish()
  await second
  expect(checks.get(app.id)?.kind).toBe('checked')
})

test('what fails is told with the file’s name', async () => {
  const { checks, app, door } = await opened()
  door.hold('toHash')
  const checking = checks.check(app)
  await until(() => door.of('toHash').length, 1)
  door.last('toHash').fail(new DOMException('gone', 'NotReadableError'))
  await checking
  expect(checks.get(app.id)).toMatchObject({
    kind: 'failed',
    fault: { code: 'unreadable', facts: { file: 'app.tar' } },
  })
})

test('another file behind the row is not what was checked', async () => {
  const { checks, app, finish, session } = await opened()
  const checking = checks.check(app)
  await turn()
  finish()
  await checking
  session.files.replace(app.id, new File(['other'], 'app.tar'))
  expect(checks.get(app.id)).toBeUndefined()
})

test('what is there changes, and is asked once more without a byte being hashed', async () => {
  const { checks, app, finish, session, door, hashings } = await opened()
  const checking = checks.check(app)
  await turn()
  finish()
  await checking
  expect(door.last('checked').choice?.bases).toEqual([])
  await give(session, 'base', 'base.tar')
  const base = itemNamed(session, 'base.tar').id
  await until(() => door.last('checked').choice?.bases, [base])
  expect(hashings()).toBe(1)
  expect(checks.get(app.id)?.kind).toBe('checked')
})

test('a base is not held against itself', async () => {
  const { checks, finish, session, door } = await opened()
  await give(session, 'base', 'base.tar')
  const checking = checks.check(itemNamed(session, 'base.tar'))
  await until(() => door.of('toHash').length, 1)
  await turn()
  finish()
  await checking
  expect(door.last('checked').choice?.bases).toEqual([])
})

test('a key is given, and what it verifies is told without a byte being hashed', async () => {
  const { checks, app, finish, door, hashings } = await opened()
  const checking = checks.check(app)
  await turn()
  finish()
  await checking
  checks.publicKey = 'PEM'
  await until(() => door.of('checked').length, 2)
  expect(hashings()).toBe(1)
  expect(checks.get(app.id)?.kind).toBe('checked')
})

test('what is told again of a check comes too late for one that was begun since', async () => {
  const { checks, app, finish, session, door, hashings } = await opened()
  const checking = checks.check(app)
  await turn()
  finish()
  await checking
  door.hold('checked')
  await give(session, 'base', 'base.tar')
  await until(() => door.of('checked').length, 2)
  void checks.check(app)
  await until(hashings, 2)
  door.last('checked').answer()
  await turn()
  expect(checks.get(app.id)?.kind).toBe('checking')
})
