import type { Messages } from '../../messages'
import { listWords } from '../../messages/list'
import { namesOf } from '../part/brief'

/** Where a list says something: by the names in it, or by its lines. Empty where that says nothing. */
export function placeOf(where: readonly string[], words: Messages): string {
  const m = listWords(words.language)
  const told = where.filter((place) => place !== '')
  if (told.length === 0) return ''
  const names = namesOf(told, words)
  return told.every((place) => /^\d+$/.test(place)) ? m.whereLine(names) : m.wherePlace(names)
}
