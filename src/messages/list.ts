import type { Language } from './index'
import { list as en } from './en/list'
import { isolating } from './visible'
import { list as zh } from './zh-CN/list'

/** The words of packing lists, in both languages: they are few, and come with the first list. */
const words = { en: isolating(en), 'zh-CN': isolating(zh) } as const

export const listWords = (language: Language): typeof en => words[language]
