import { LONGEST_WAIT, loaded, type Way, type Ways } from './ways-out'

const element = <E extends keyof HTMLElementTagNameMap>(name: E, properties: Partial<HTMLElementTagNameMap[E]>) =>
  insert(Object.assign(document.createElement(name), properties))

const link = (rel: string, as?: string): Way => ({
  attempt: (href) => element('link', { rel, href, ...(as ? { as } : {}) }),
  there: () => document.createElement('link').relList.supports(rel),
})

const scriptLink = (rel: string, as?: string): Way => ({
  ...link(rel, as),
  inside: () => {
    const href = URL.createObjectURL(new Blob([], { type: 'text/javascript' }))
    return loaded(element('link', { rel, href, ...(as ? { as } : {}) }))
  },
})

/** What only pages have. */
export const pageWays: Ways = {
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
  preload: scriptLink('preload', 'script'),
  modulepreload: scriptLink('modulepreload'),
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
