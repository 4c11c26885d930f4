import { cost as en } from './en/cost'
import type { Language } from './index'
import { isolating } from './visible'
import { cost as zh } from './zh-CN/cost'

/** The words for what carried bytes are, in both languages: they come with it. */
const words = { en: isolating(en), 'zh-CN': isolating(zh) } as const

export const costWords = (language: Language): typeof en => words[language]
