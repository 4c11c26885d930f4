import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

/** Bytes as a server sends them, at most. To be lowered when something goes, and raised only for a reason in the commit. */
const FIRST_LOAD = 77_600
/** What comes once the page stands, whatever is done with it. */
const WORKER = 60_800
/** Two fifths of it make compact archives, and make them whole again: a stick that carries one carries the page. */
const ONE_FILE = 672_000

const packed = (path: string) => gzipSync(readFileSync(`dist/${path}`), { level: 9 }).length

test('the first load is no larger than it may be', () => {
  const page = readFileSync('dist/index.html', 'utf8')
  const asked = [...page.matchAll(/<(?:script|link)[^>]*(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path!)
  expect(asked.some((path) => path.endsWith('.js')) && asked.some((path) => path.endsWith('.css'))).toBe(true)
  const sizes = Object.fromEntries(['index.html', ...asked, largestLanguage()].map((path) => [path, packed(path)]))
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  expect(total, `${JSON.stringify(sizes)}, ${total} bytes of ${FIRST_LOAD}`).toBeLessThanOrEqual(FIRST_LOAD)
})

/** The page's words come by an import of their own, and the page waits for them; the sentences about archives come after it. */
function largestLanguage(): string {
  const scripts = readdirSync('dist/assets').filter((name) => name.endsWith('.js'))
  const words = scripts.filter((name) =>
    /Try the built-in sample|试用内置示例/.test(readFileSync(`dist/assets/${name}`, 'utf8')),
  )
  const languages = words.map((name) => `assets/${name}`).toSorted((a, b) => packed(b) - packed(a))
  expect(languages).toHaveLength(2)
  return languages[0]!
}

test('the worker that follows it is no larger than it may be', () => {
  const [path, ...others] = readdirSync('dist/assets').filter((name) => /^start-.*\.js$/.test(name))
  expect([path, ...others]).toHaveLength(1)
  const size = packed(`assets/${path}`)
  expect(size, `${size} bytes of ${WORKER}`).toBeLessThanOrEqual(WORKER)
})

test('what workers are made of is held with one byte a character', () => {
  const large = readdirSync('dist/assets').filter((name) => name.endsWith('.js') && packed(`assets/${name}`) > 50_000)
  expect(large.length).toBeGreaterThan(2)
  for (const name of large) expect(readFileSync(`dist/assets/${name}`, 'utf8'), name).toMatch(/^[\0-\x7f]*$/)
})

test('the one file is no larger than it may be', () => {
  const size = packed('layershed.html')
  expect(size, `${size} bytes of ${ONE_FILE}`).toBeLessThanOrEqual(ONE_FILE)
})
