import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const LARGE = 1024 * 1024

beforeEach(() => {
  vi.resetModules()
  vi.spyOn(globalThis, 'structuredClone')
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Lets go of bytes as the workers of a browser do. */
async function lettingGo(userAgent: string, size: number): Promise<ArrayBuffer> {
  vi.stubGlobal('navigator', { userAgent })
  const { letGoByPort } = await import('../../../../src/worker/door/letting-go')
  const { letGo } = await import('../../../../src/core/compression/same-memory')
  letGoByPort()
  const bytes = new ArrayBuffer(size)
  letGo(bytes)
  return bytes
}

const agents = {
  Chromium: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  Firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  Safari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  'Chrome on iOS':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/156.0.0.0 Mobile/15E148 Safari/604.1',
}

test.each(['Chromium', 'Firefox'] as const)('in %s bytes go to a closed port', async (browser) => {
  expect((await lettingGo(agents[browser], LARGE)).byteLength).toBe(0)
  expect(structuredClone).not.toHaveBeenCalled()
})

test.each(['Safari', 'Chrome on iOS'] as const)('in %s, which would keep them, a clone takes them', async (browser) => {
  expect((await lettingGo(agents[browser], LARGE)).byteLength).toBe(0)
  expect(structuredClone).toHaveBeenCalledOnce()
})

test('what is small is left to the collector', async () => {
  expect((await lettingGo(agents.Chromium, 1024)).byteLength).toBe(1024)
})
