import type { Language } from './index'
import { sites as en } from './en/sites'
import { isolating } from './visible'
import { sites as zh } from './zh-CN/sites'

/** The words of sites that are looked at, in both languages. */
const words = { en: isolating(en), 'zh-CN': isolating(zh) } as const

export const sitesWords = (language: Language): typeof en => words[language]
