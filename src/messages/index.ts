import type { Fault } from '../core/errors'
import type { Finding } from '../core/image/finding'
import type { Why } from '../core/plan/verdict'
import type * as en from './en'
import type * as sentences from './en/sentences'
import { formatter, type Formatter } from './format'
import { cut, isolated, isolating, shortDigest } from './visible'
import type { Words } from './words'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/** What stands on the page. */
type Catalog = typeof en

/** What is said of an archive, once there is one. */
type Sentences = typeof sentences

/** What a sentence is filled with. */
type Facts = Readonly<Record<string, string | number | Held>>

/** How many there are of each kind. */
type Held = Readonly<Record<string, number | undefined>>

/** One language: the words of each room of the screen, and a sentence for every error, finding and reason. */
export interface Messages extends Catalog {
  readonly language: Language
  readonly format: Formatter
  error(fault: Fault): Words
  finding(finding: Finding): Words
  /** Kinds of things that are no images, counted. */
  held(held: Held): string
  reason(why: Why): Words
}

/** Each comes when it is first spoken: nobody waits for words that he doesn't read. */
const catalogs: Readonly<Record<Language, () => Promise<Catalog>>> = {
  en: () => import('./en'),
  'zh-CN': () => import('./zh-CN'),
}

const told: Readonly<Record<Language, () => Promise<Sentences>>> = {
  en: () => import('./en/sentences'),
  'zh-CN': () => import('./zh-CN/sentences'),
}

export async function messagesIn(language: Language): Promise<Messages> {
  const [words, { errors, findings, reasons, kinds }] = await Promise.all([catalogs[language](), told[language]()])
  const format = formatter(language)
  const kindWords = (name: string) => Object.entries(kinds).find(([kind]) => kind === name)?.[1] ?? kinds.artifact
  const held = (counts: Held) =>
    format.list(Object.entries(counts).flatMap(([kind, count]) => (count ? [kindWords(kind)(count)] : [])))
  const fill = ({ what, todo }: Words, facts: Facts): Words => ({
    what: filled(what, facts, format, held),
    todo: filled(todo, facts, format, held),
  })
  return {
    ...spoken(language, words, format),
    held,
    error: ({ code, facts }) => fill(errors[code], facts),
    finding: ({ code, facts }) => fill(findings[code], facts),
    reason: ({ reason, facts }) => fill(reasons[reason], abbreviated(facts)),
  }
}

/** Enough for a page on which nothing was opened: of what is said about archives there are the codes alone. */
export async function firstWordsIn(language: Language): Promise<Messages> {
  const words = spoken(language, await catalogs[language](), formatter(language))
  return {
    ...words,
    held: (counts) => words.format.list(Object.keys(counts)),
    error: ({ code }) => ({ what: code, todo: '' }),
    finding: ({ code }) => ({ what: code, todo: '' }),
    reason: ({ reason }) => ({ what: reason, todo: '' }),
  }
}

const spoken = (language: Language, words: Catalog, format: Formatter) => ({ language, format, ...isolating(words) })

/** The first of the browser's languages that the page has. */
export function chosenLanguage(preferred: readonly string[]): Language {
  const match = preferred.find((tag) => /^(?:en|zh)\b/i.test(tag))
  return match && /^zh/i.test(match) ? 'zh-CN' : 'en'
}

/** Here a layer's digest is to be told from another one, not to be copied. */
const abbreviated = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? shortDigest(fact) : fact]),
  )

/** Facts from archives are hostile text: they are cut to a readable length, and only ever shown as text. */
const LONGEST_FACT = 200

function filled(text: string, facts: Facts, format: Formatter, held: (kinds: Held) => string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name] ?? ''
    if (typeof fact === 'number') return format.number(fact)
    if (typeof fact === 'object') return held(fact)
    return isolated(cut(fact, LONGEST_FACT))
  })
}
