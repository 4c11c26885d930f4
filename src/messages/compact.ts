import type { Language } from './index'
import { compact as en } from './en/compact'
import { isolating } from './visible'
import { compact as zh } from './zh-CN/compact'

/** The words of the compact form, in both languages: they are few, and come with it. */
const words = { en: isolating(en), 'zh-CN': isolating(zh) } as const

export const compactWords = (language: Language): typeof en => words[language]
