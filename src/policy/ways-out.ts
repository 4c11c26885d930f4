/** A way by which a page could send bytes away, tried, and what the browser said of it. */
export interface WayOut {
  readonly name: string
  /** `absent`: this browser has no such way. `silent`: it does not say. `open`: no policy is in force. */
  readonly outcome: 'refused' | 'absent' | 'silent' | 'open'
}

/** What became of every way out, tried in the page and in its worker. */
export interface WaysTried {
  readonly page: readonly WayOut[]
  readonly worker: readonly WayOut[]
}

export interface Way {
  readonly attempt: (url: string) => unknown
  /** Whether the browser has it at all; it has where nothing is said. */
  readonly there?: () => boolean
  /**
   * For browsers that refuse without a word (WebKit in workers, Firefox with preloads): the same way to an address inside the
   * browser, which would do without a policy. Rejected, it shows the refusal.
   */
  readonly inside?: () => Promise<unknown>
}

export type Ways = Readonly<Record<string, Way>>

/** Nobody answers here (RFC 2606): should a try get through, it still reaches no one. A host each, as some reports name only that. */
const addressOf = (name: string) => `https://${name.toLowerCase()}.layershed.invalid`

export const INSIDE = 'data:text/javascript,0'

export const known = (name: string) => () => name in globalThis

/** What pages and workers both have. */
const EVERYWHERE: Ways = {
  fetch: {
    attempt: (url) => fetch(url, { method: 'POST', body: 'x', mode: 'no-cors' }),
    inside: () => fetch(INSIDE),
  },
  XMLHttpRequest: {
    attempt: (url) => {
      const request = new XMLHttpRequest()
      request.open('POST', url)
      request.send('x')
    },
    inside: () => {
      const request = new XMLHttpRequest()
      request.open('GET', INSIDE)
      request.send()
      return loaded(request)
    },
  },
  WebSocket: { attempt: (url) => new WebSocket(url.replace('https', 'wss')) },
  EventSource: { attempt: (url) => new EventSource(url) },
  WebTransport: {
    attempt: (url) => {
      const { ready, closed } = new WebTransport(url)
      return Promise.all([ready, closed])
    },
    there: known('WebTransport'),
  },
  font: { attempt: (url) => new FontFace('away', `url(${url})`).load(), there: known('FontFace') },
  import: { attempt: (url) => import(/* @vite-ignore */ url), inside: () => import(/* @vite-ignore */ INSIDE) },
}

/**
 * Tries every way out that the policy blocks, all at once, and listens for the browser's word that it refused.
 * @param own the ways that only a page has, or only a worker.
 */
export function tryWaysOut(own: Ways): Promise<WayOut[]> {
  const attempts = { ...EVERYWHERE, ...own }
  return Promise.all(
    Object.entries(attempts).map(async ([name, way]) => ({ name, outcome: await outcomeOf(name, way) })),
  )
}

export const LONGEST_WAIT = 2000

async function outcomeOf(name: string, { attempt, there = () => true, inside }: Way): Promise<WayOut['outcome']> {
  if (!there()) return 'absent'
  if (await isReported(addressOf(name), attempt)) return 'refused'
  return Promise.race<WayOut['outcome']>([
    inside?.().then(
      () => 'open',
      () => 'refused',
    ) ?? 'silent',
    new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), LONGEST_WAIT)),
  ])
}

/** Whether the browser says, by an event or by what it throws at once, that it refused. */
function isReported(url: string, attempt: Way['attempt']): Promise<boolean> {
  const host = new URL(url).hostname
  return new Promise((resolve) => {
    const settle = (reported: boolean) => {
      removeEventListener('securitypolicyviolation', onViolation)
      clearTimeout(timer)
      resolve(reported)
    }
    const onViolation = (event: Event) => {
      if (event instanceof SecurityPolicyViolationEvent && speaksOf(event, host)) settle(true)
    }
    const timer = setTimeout(() => settle(false), LONGEST_WAIT)
    addEventListener('securitypolicyviolation', onViolation)
    // Other refusals are thrown without a reason; their report comes all the same.
    Promise.resolve()
      .then(() => attempt(url))
      .catch((thrown) => thrown instanceof DOMException && thrown.name === 'SecurityError' && settle(true))
  })
}

/** Trusted Types refuse before any address is looked at: then it stands in the sample. */
const speaksOf = ({ blockedURI, sample }: SecurityPolicyViolationEvent, host: string) =>
  (blockedURI === 'trusted-types-sink' ? sample : blockedURI).includes(host)

export const loaded = (target: EventTarget) =>
  new Promise((resolve, reject) => {
    target.addEventListener('load', resolve)
    target.addEventListener('error', reject)
  })
