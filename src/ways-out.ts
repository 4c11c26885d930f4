/** A way by which a page could send bytes away, tried, and whether the page's policy refused it. */
export interface WayOut {
  readonly name: string
  readonly refused: boolean
}

type Attempt = (url: string) => unknown

/** Nobody answers here (RFC 2606): should a try get through, it still reaches no one. */
const NOWHERE = 'https://layershed.invalid'

/** What pages and workers both have. */
const EVERYWHERE: Readonly<Record<string, Attempt>> = {
  fetch: (url) => fetch(url, { method: 'POST', body: 'x', mode: 'no-cors' }),
  XMLHttpRequest: (url) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.send('x')
  },
  WebSocket: (url) => new WebSocket(url.replace('https', 'wss')),
  EventSource: (url) => new EventSource(url),
}

const IN_PAGE: Readonly<Record<string, Attempt>> = {
  sendBeacon: (url) => navigator.sendBeacon(url, 'x'),
  image: (url) => {
    new Image().src = url
  },
  stylesheet: (url) => insert(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })),
  frame: (url) => insert(Object.assign(document.createElement('iframe'), { src: url })),
  form: (url) => {
    // Its answer would go to a frame, so that the page itself never begins to leave.
    const { name: target } = insert(Object.assign(document.createElement('iframe'), { name: 'answer' }))
    const form = insert(Object.assign(document.createElement('form'), { action: url, method: 'post', target }))
    form.submit()
  },
}

/** Tries every way out that the policy blocks, one after another, and listens for the browser's word that it refused. */
export async function tryWaysOut(): Promise<WayOut[]> {
  const attempts = typeof document === 'undefined' ? EVERYWHERE : { ...EVERYWHERE, ...IN_PAGE }
  const ways: WayOut[] = []
  for (const [name, attempt] of Object.entries(attempts)) ways.push({ name, refused: await isRefused(name, attempt) })
  return ways
}

const LONGEST_WAIT = 2000

function isRefused(name: string, attempt: Attempt): Promise<boolean> {
  const url = `${NOWHERE}/${name}`
  return new Promise((resolve) => {
    const settle = (refused: boolean) => {
      removeEventListener('securitypolicyviolation', onViolation)
      clearTimeout(timer)
      resolve(refused)
    }
    // The report may name the origin alone.
    const onViolation = (event: SecurityPolicyViolationEvent) => {
      if (event.blockedURI.includes('layershed.invalid')) settle(true)
    }
    const timer = setTimeout(() => settle(false), LONGEST_WAIT)
    addEventListener('securitypolicyviolation', onViolation)
    // A refusal may also be thrown; the violation's report comes all the same.
    Promise.resolve()
      .then(() => attempt(url))
      .catch(() => {})
  })
}

function insert<E extends HTMLElement>(element: E): E {
  element.hidden = true
  document.body.append(element)
  setTimeout(() => element.remove(), LONGEST_WAIT)
  return element
}
