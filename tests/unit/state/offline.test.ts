import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Offline } from '../../../src/state/offline.svelte'

interface Told {
  onOfflineReady(): void
  onNeedRefresh(): void
  onRegisteredSW(url: string, registration: { active: object | null } | undefined): void
}

const registered = vi.hoisted(() => ({ all: new Array<Told>(), reload: vi.fn(async () => {}) }))
vi.mock('virtual:pwa-register', () => ({
  registerSW: (told: Told) => {
    registered.all.push(told)
    return registered.reload
  },
}))
const told = () => registered.all.at(-1)!

const surroundings = (isSecureContext: boolean) => {
  vi.stubGlobal('isSecureContext', isSecureContext)
  vi.stubGlobal('navigator', { serviceWorker: {} })
}
beforeEach(() => surroundings(true))
afterEach(() => {
  vi.unstubAllGlobals()
  registered.all.length = 0
})

test('where there can be no service worker, none is asked for', async () => {
  surroundings(false)
  const offline = new Offline()
  await offline.start()
  expect(offline.possible).toBe(false)
  expect(registered.all).toEqual([])
})

test('it works offline once all is there, or was there before', async () => {
  const offline = new Offline()
  await offline.start()
  told().onRegisteredSW('', { active: null })
  expect(offline.ready).toBe(false)
  told().onRegisteredSW('', { active: {} })
  expect(offline.ready).toBe(true)
  const fresh = new Offline()
  await fresh.start()
  told().onOfflineReady()
  expect(fresh.ready).toBe(true)
})

test('a newer version waits until the user takes it, or puts it off', async () => {
  const offline = new Offline()
  await offline.start()
  told().onNeedRefresh()
  expect(offline.waiting).toBe(true)
  offline.later()
  expect(offline.waiting).toBe(false)
  expect(registered.reload).not.toHaveBeenCalled()
  offline.update()
  expect(registered.reload).toHaveBeenCalledExactlyOnceWith(true)
})
