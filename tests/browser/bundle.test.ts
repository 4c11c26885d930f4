import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** What was built, read as text: the worker stands inlined in the page's script. */
const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
  .map((name) => join('dist', name))
  .filter((path) => statSync(path).isFile() && /\.(?:html|m?js|css|svg|webmanifest)$/.test(path))
const textOf = (path: string) => readFileSync(path, 'utf8')
const scripts = files.filter((path) => path.endsWith('.js'))

/** The ways out that no policy blocks, as code would have to write them. */
const forbidden: readonly (readonly [what: string, pattern: RegExp, example: string])[] = [
  ['an assigned location', /\blocation\s*=[^=]/, 'window.location="//x"'],
  ['an assigned location.href', /\blocation\.href\s*=[^=]/, 'location.href="//x"'],
  ['location.assign or location.replace', /\blocation\.(?:assign|replace)\b/, 'location.replace("//x")'],
  ['window.open', /\b(?:window|self|globalThis|top|parent)\.open\b/, 'window.open("//x")'],
  ['open called on nothing', /(?<![.\w$])open\(["'`]/, 'open("//x")'],
  ['the navigation API', /\bnavigation\.navigate\b/, 'navigation.navigate("//x")'],
  ['WebRTC', /RTCPeerConnection/, 'new webkitRTCPeerConnection()'],
  ['a hinting link', /\brel["'`]?\s*[:=,]\s*["'`](?:preconnect|dns-prefetch|prerender|prefetch)/, '{rel:"preconnect"}'],
  ['speculation rules', /speculationrules/, 'script.type="speculationrules"'],
  ['meta refresh', /http-equiv["'`\s]*[=:,]\s*["'`]?refresh/i, '<meta http-equiv="refresh" content="0">'],
  ['HTML from text', /\bdocument\.write\b|insertAdjacentHTML|\.outerHTML\s*=[^=]/, 'document.write(x)'],
  ['code from text', /\beval\(|new Function\b/, 'new Function("x")'],
]

test.for(forbidden)('the build is free of %s', ([, pattern, example]) => {
  expect(example).toMatch(pattern)
  for (const path of files) {
    const found = pattern.exec(textOf(path))
    expect(found ? `${path}: ${textOf(path).slice(found.index - 60, found.index + 60)}` : undefined).toBeUndefined()
  }
})

test('HTML is set from the templates of the framework alone', () => {
  const places = scripts.flatMap((path) => [...textOf(path).matchAll(/.{0,80}\.innerHTML\s*=[^=].{0,40}/g)].map(String))
  expect(places).toHaveLength(1)
  expect(places[0]).toMatch(/[`'"]template[`'"]\)/)
})

test('addresses in the build are names of formats, licences and places of help, never asked for', () => {
  const hosts = files.flatMap((path) =>
    [...textOf(path).matchAll(/\b(?:https?|wss?):\/\/([\w.-]+)/g)].map(([, host]) => host),
  )
  // `bit.ly` stands in a warning that the service worker's library would write to the console.
  const known = ['bit.ly', 'sigstore.dev', 'svelte.dev', 'www.w3.org']
  const licences = ['github.com', 'tukaani.org', 'www.npmjs.com']
  expect([...new Set(hosts)].toSorted()).toEqual([...known, ...licences].toSorted())
})

test('the page’s policy stands before everything that it rules', () => {
  const html = textOf('dist/index.html')
  const policy = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)
  const directives = new Map(policy?.[1]?.split(';').map((part) => [part.trim().split(' ')[0], part.trim()]))
  for (const name of ['default-src', 'connect-src', 'form-action', 'base-uri'])
    expect(directives.get(name)).toBe(`${name} 'none'`)
  expect(policy?.[1]).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/)
  expect(html.search(/<script|<link|<style/)).toBeGreaterThan(policy!.index)
})
