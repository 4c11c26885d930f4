/**
 * Every way by which a page could send bytes away and that its policy is to block, written apart from the page's own list:
 * the directive that refuses it, and the attempt, which runs inside the browser, so that nothing from outside may be named.
 */
export interface Way {
  readonly directive: string
  /** A function, or (where a test's own loader would rewrite it) its source. */
  readonly attempt: ((url: string) => unknown) | string
}

export type Ways = Readonly<Record<string, Way>>

/** Refuses an address as text, before the directives of addresses are asked. */
const TRUSTED_TYPES = 'require-trusted-types-for'

const way = (directive: string, attempt: Way['attempt']): Way => ({ directive, attempt })

/** What pages and workers both have. */
const everywhere: Ways = {
  fetch: way('connect-src', (url) => fetch(url, { method: 'POST', body: 'x', mode: 'no-cors' })),
  XMLHttpRequest: way('connect-src', (url) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.send('x')
  }),
  WebSocket: way('connect-src', (url) => new WebSocket(url.replace('http', 'ws'))),
  EventSource: way('connect-src', (url) => new EventSource(url)),
  WebTransport: way('connect-src', (url) => {
    const { ready, closed } = new WebTransport(url.replace('http', 'https'))
    return Promise.all([ready, closed])
  }),
  font: way('font-src', (url) => new FontFace('away', `url(${url})`).load()),
  import: way('script-src-elem', '(url) => import(url)'),
}

export const ofWorker: Ways = {
  ...everywhere,
  importScripts: way(TRUSTED_TYPES, '(url) => importScripts(url)'),
}

export const ofPage: Ways = {
  ...everywhere,
  sendBeacon: way('connect-src', (url) => navigator.sendBeacon(url, 'x')),
  image: way('img-src', (url) => (new Image().src = url)),
  audio: way('media-src', (url) => (new Audio().src = url)),
  style: way('style-src-elem', (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })),
  ),
  script: way(TRUSTED_TYPES, (url) =>
    document.head.append(Object.assign(document.createElement('script'), { src: url })),
  ),
  frame: way('frame-src', (url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url }))),
  object: way(TRUSTED_TYPES, (url) =>
    document.body.append(Object.assign(document.createElement('object'), { data: url })),
  ),
  form: way('form-action', (url) => {
    const frame = Object.assign(document.createElement('iframe'), { name: 'answer' })
    const form = Object.assign(document.createElement('form'), { action: url, method: 'post', target: 'answer' })
    document.body.append(frame, form)
    form.submit()
  }),
  prefetch: way('default-src', (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: url })),
  ),
  preload: way('script-src-elem', (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', href: url })),
  ),
  modulepreload: way('script-src-elem', (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: url })),
  ),
  ping: way('connect-src', (url) => {
    const link = Object.assign(document.createElement('a'), { href: '#', ping: url })
    document.body.append(link)
    link.click()
  }),
}

/** Goes every way at once to `origin/<way>`; what comes of it is seen by who listens there. */
export function sourceOf(ways: Ways, origin: string): string {
  const attempts = Object.entries(ways).map(([name, { attempt }]) => `[${JSON.stringify(name)}, ${attempt}]`)
  return `for (const [name, attempt] of [${attempts.join(',')}])
    Promise.resolve(${JSON.stringify(origin)} + '/' + name).then(attempt).catch(() => {})`
}

/** Pages and workers alike. */
export interface Evaluates {
  evaluate(source: string): Promise<unknown>
}

interface Violation {
  readonly directive: string
  readonly uri: string
  /** What Trusted Types refused, its first forty letters. */
  readonly sample: string
}

/** Goes every way to `origin`, and gives back a look at which of them the browser says that it refused. */
export async function refusedOf(context: Evaluates, ways: Ways, origin: string): Promise<() => Promise<string[]>> {
  await context.evaluate(`self.violations = []; addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    self.violations.push({ directive: violatedDirective, uri: blockedURI, sample }))`)
  await context.evaluate(sourceOf(ways, origin))
  return async () => {
    const violations = (await context.evaluate('self.violations')) as Violation[]
    // The report of a frame names its origin alone.
    const speaksOf = (name: string) => (violation: Violation) =>
      violation.directive === ways[name]!.directive &&
      [violation.uri, violation.sample].some((told) => told.endsWith(`/${name}`) || told === origin)
    return Object.keys(ways).filter((name) => violations.some(speaksOf(name)))
  }
}
