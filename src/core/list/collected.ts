import { UnnamedError } from '../errors'
import { familiarReference, fullReference, isOddHost, parseReference } from '../image/reference'
import { interpolate } from './interpolate'
import type { ListFormat, NamedImage, PackingList, Sureness, Untold, Why } from './packing-list'

/** More than any list that is read by somebody. */
const MOST = 10_000

/** A longer text is no name, and nothing to be shown. */
const LONGEST = 400

/** More places are not told. */
const MOST_PLACES = 20

const SURENESS: readonly Sureness[] = ['named', 'built', 'assumed', 'likely']

/** What looks like a template of Helm, Go, Tekton, Argo or ERB. */
const TEMPLATE = /\{\{|\$\(|<%|\{%/

/** What YAML's writers leave where there is nothing; read as text, it is that. */
const NOTHING = /^(?:|~|null|Null|NULL)$/

export const isNothing = (text: string) => NOTHING.test(text.trim())

/** What was found in one file, each image once. */
export class Collected {
  readonly #images = new Map<string, NamedImage>()
  readonly #untold = new Map<string, Untold>()
  readonly #formats = new Set<ListFormat>()

  format(format: ListFormat): void {
    this.#formats.add(format)
  }

  get all(): PackingList {
    return { formats: [...this.#formats], images: [...this.#images.values()], untold: [...this.#untold.values()] }
  }

  get count(): number {
    return this.#images.size + this.#untold.size
  }

  /** An image by its name, as it is written. */
  name(written: string, where: string, sureness: Sureness = 'named'): void {
    const text = written.trim()
    if (TEMPLATE.test(text)) return this.untold(text, 'template', where)
    const filled = interpolate(text)
    if (filled.unset.length > 0) return this.untold(text, 'variable', where)
    const full = imageName(filled.text)
    if (full === undefined) return this.untold(text, filled.assumed.length > 0 ? 'variable' : 'not-a-name', where)
    this.#add(full, where, filled.assumed, filled.assumed.length > 0 && sureness === 'named' ? 'assumed' : sureness)
  }

  untold(written: string, why: Why, where: string): void {
    const text = written.trim().slice(0, LONGEST)
    const key = JSON.stringify([text, why, where])
    if (!this.#untold.has(key)) this.#untold.set(key, { text, why, where })
    this.#check()
  }

  #add(full: string, where: string, assumed: readonly string[], sureness: Sureness): void {
    const known = this.#images.get(full)
    const places = known?.where ?? []
    this.#images.set(full, {
      name: familiarReference(full),
      full,
      sureness: known ? surest(known.sureness, sureness) : sureness,
      where: places.includes(where) || places.length >= MOST_PLACES ? places : [...places, where],
      assumed: [...new Set([...(known?.assumed ?? []), ...assumed])],
    })
    this.#check()
  }

  #check(): void {
    if (this.count > MOST)
      throw new UnnamedError((file) => ({ code: 'list-too-much', facts: { file, reason: `> ${MOST}` } }))
  }
}

const surest = (one: Sureness, other: Sureness) =>
  SURENESS[Math.min(...[one, other].map((it) => SURENESS.indexOf(it)))]!

/** A name as engines take it, in full; undefined where they don't. Capitals before the first slash look like a host, and are none. */
export function imageName(written: string): string | undefined {
  const text = written.replace(/^docker:\/\//, '')
  if (parseReference(text) === undefined || isOddHost(text) || DIGEST_ALONE.test(text)) return undefined
  return fullReference(text)
}

const DIGEST_ALONE = /^sha\d+:[0-9a-f]{64,}$/
