/** A way by which a page could send bytes away, tried, and what the browser said of it. */
export interface WayOut {
  readonly name: string
  /** `absent`: this browser has no such way. `silent`: it reported no refusal. */
  readonly outcome: 'refused' | 'absent' | 'silent'
}

interface Way {
  readonly attempt: (url: string) => unknown
  /** Whether the browser has it at all; it has where nothing is said. */
  readonly there?: () => boolean
}

type Ways = Readonly<Record<string, Way>>

/** Nobody answers here (RFC 2606): should a try get through, it still reaches no one. A host each, as some reports name only that. */
const addressOf = (name: string) => `https://${name.toLowerCase()}.layershed.invalid`

const known = (name: string) => () => name in globalThis

/** What pages and workers both have. */
const EVERYWHERE: Ways = {
  fetch: { attempt: (url) => fetch(url, { method: 'POST', body: 'x', mode: 'no-cors' }) },
  XMLHttpRequest: {
    attempt: (url) => {
      const request = new XMLHttpRequest()
      request.open('POST', url)
      request.send('x')
    },
  },
  WebSocket: { attempt: (url) => new WebSocket(url.replace('https', 'wss')) },
  EventSource: { attempt: (url) => new EventSource(url) },
  WebTransport: { attempt: (url) => new WebTransport(url).ready, there: known('WebTransport') },
  font: { attempt: (url) => new FontFace('away', `url(${url})`).load(), there: known('FontFace') },
  import: { attempt: (url) => import(/* @vite-ignore */ url) },
}

const IN_WORKER: Ways = {
  importScripts: {
    attempt: (url) => (globalThis as unknown as { importScripts(url: string): void }).importScripts(url),
    there: known('importScripts'),
  },
}

const element = <E extends keyof HTMLElementTagNameMap>(name: E, properties: Partial<HTMLElementTagNameMap[E]>) =>
  insert(Object.assign(document.createElement(name), properties))

const link = (rel: string, as?: string): Way => ({
  attempt: (href) => element('link', { rel, href, ...(as ? { as } : {}) }),
  there: () => document.createElement('link').relList.supports(rel),
})

const IN_PAGE: Ways = {
  sendBeacon: { attempt: (url) => navigator.sendBeacon(url, 'x') },
  image: { attempt: (src) => element('img', { src }) },
  audio: { attempt: (src) => element('audio', { src }) },
  script: { attempt: (src) => element('script', { src }) },
  frame: { attempt: (src) => element('iframe', { src }) },
  object: { attempt: (data) => element('object', { data }) },
  form: {
    attempt: (action) => {
      // Its answer would go to a frame, so that the page itself never begins to leave.
      const { name: target } = element('iframe', { name: 'answer' })
      element('form', { action, method: 'post', target }).submit()
    },
  },
  stylesheet: link('stylesheet'),
  prefetch: link('prefetch'),
  preload: link('preload', 'script'),
  modulepreload: link('modulepreload'),
}

/** Tries every way out that the policy blocks, one after another, and listens for the browser's word that it refused. */
export async function tryWaysOut(): Promise<WayOut[]> {
  const attempts = { ...EVERYWHERE, ...(typeof document === 'undefined' ? IN_WORKER : IN_PAGE) }
  const ways: WayOut[] = []
  for (const [name, way] of Object.entries(attempts)) ways.push({ name, outcome: await outcomeOf(name, way) })
  return ways
}

const LONGEST_WAIT = 2000

function outcomeOf(name: string, { attempt, there = () => true }: Way): Promise<WayOut['outcome']> {
  if (!there()) return Promise.resolve('absent')
  const url = addressOf(name)
  const host = new URL(url).hostname
  return new Promise((resolve) => {
    const settle = (outcome: WayOut['outcome']) => {
      removeEventListener('securitypolicyviolation', onViolation)
      clearTimeout(timer)
      resolve(outcome)
    }
    const onViolation = (event: SecurityPolicyViolationEvent) => {
      if (event.blockedURI.includes(host)) settle('refused')
    }
    const timer = setTimeout(() => settle('silent'), LONGEST_WAIT)
    addEventListener('securitypolicyviolation', onViolation)
    // A refusal may also be thrown; the violation's report comes all the same.
    Promise.resolve()
      .then(() => attempt(url))
      .catch(() => {})
  })
}

function insert<E extends HTMLElement>(element: E): E {
  // Out of sight, but laid out: what is not, some browsers never ask for.
  element.className = 'hidden'
  element.inert = true
  element.ariaHidden = 'true'
  document.body.append(element)
  setTimeout(() => element.remove(), LONGEST_WAIT)
  return element
}
