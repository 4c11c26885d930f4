import type { Facts, Fault } from '../core/errors'
import type { Finding } from '../core/image/finding'
import type { Reason } from '../core/plan/verdict'
import { errors as enErrors, type Words } from './en/errors'
import { findings as enFindings, reasons as enReasons } from './en/findings'
import { layer as enLayer } from './en/layer'
import { offline as enOffline } from './en/offline'
import { page as enPage } from './en/page'
import { sites as enSites } from './en/sites'
import { formatter, type Formatter } from './format'
import { errors as zhErrors } from './zh-CN/errors'
import { findings as zhFindings, reasons as zhReasons } from './zh-CN/findings'
import { layer as zhLayer } from './zh-CN/layer'
import { offline as zhOffline } from './zh-CN/offline'
import { page as zhPage } from './zh-CN/page'
import { sites as zhSites } from './zh-CN/sites'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/** One language: the page's words, and a sentence for every error, finding and reason. */
export interface Messages {
  readonly language: Language
  readonly page: typeof enPage
  readonly offline: typeof enOffline
  readonly layer: typeof enLayer
  readonly sites: typeof enSites
  readonly format: Formatter
  error(fault: Fault): Words
  finding(finding: Finding): Words
  reason(reason: Reason, facts: Facts): Words
}

const catalogs = {
  en: {
    page: enPage,
    offline: enOffline,
    layer: enLayer,
    sites: enSites,
    errors: enErrors,
    findings: enFindings,
    reasons: enReasons,
  },
  'zh-CN': {
    page: zhPage,
    offline: zhOffline,
    layer: zhLayer,
    sites: zhSites,
    errors: zhErrors,
    findings: zhFindings,
    reasons: zhReasons,
  },
}

export function messagesIn(language: Language): Messages {
  const { errors, findings, reasons, ...words } = catalogs[language]
  const format = formatter(language)
  const fill = ({ what, todo }: Words, facts: Facts): Words => ({
    what: filled(what, facts, format),
    todo: filled(todo, facts, format),
  })
  return {
    language,
    ...words,
    format,
    error: ({ code, facts }) => fill(errors[code], facts),
    finding: ({ code, facts }) => fill(findings[code], facts),
    reason: (reason, facts) => fill(reasons[reason], facts),
  }
}

/** The first of the browser's languages that the page has. */
export function chosenLanguage(preferred: readonly string[]): Language {
  const match = preferred.find((tag) => /^(?:en|zh)\b/i.test(tag))
  return match && /^zh/i.test(match) ? 'zh-CN' : 'en'
}

/** Facts from archives are hostile text: they are cut to a readable length, and only ever shown as text. */
const LONGEST_FACT = 200

function filled(text: string, facts: Facts, format: Formatter): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name] ?? ''
    if (typeof fact === 'number') return format.number(fact)
    return fact.length > LONGEST_FACT ? `${fact.slice(0, LONGEST_FACT)}…` : fact
  })
}
