import { isolating } from '../visible'
import type { Language } from '..'
import { en } from './en'
import { zhCN } from './zh-CN'

/** In both languages, as a READ ME speaks them. */
export const plainKitWords: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN }

/** As the page says them. */
export const kitWords: Readonly<Record<Language, typeof en>> = { en: isolating(en), 'zh-CN': isolating(zhCN) }

export type { KitFacts } from './en'
