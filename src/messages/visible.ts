import { visible } from '../core/view/visible'

export { visible }

/** Scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u
const [ISOLATE, END] = ['\u2068', '\u2069']

/** To stand in a sentence or an attribute, where no `<bdi>` can be: what runs from right to left turns nothing but itself. */
export function isolated(text: string): string {
  const seen = visible(text)
  return RIGHT_TO_LEFT.test(seen) ? `${ISOLATE}${seen}${END}` : seen
}

/** At most so much of its start; no character is cut in two. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text

/** `sha256:1a2b3c4d…`: enough to compare by eye. Another text stays as it is. */
export const shortDigest = (text: string) => text.replace(/^(\w+:[0-9a-f]{8})[0-9a-f]{20,}$/, '$1…')

/** The same words, whose sentences isolate whatever text they are given. */
export function isolating<Words extends object>(words: Words): Words {
  return new Proxy(words, {
    get(_, name) {
      const word: unknown = Reflect.get(words, name)
      if (typeof word === 'function')
        return (...given: unknown[]): unknown => Reflect.apply(word, undefined, given.map(safe))
      return typeof word === 'object' && word !== null ? isolating(word) : word
    },
  })
}

const safe = (given: unknown) => (typeof given === 'string' ? isolated(given) : given)
