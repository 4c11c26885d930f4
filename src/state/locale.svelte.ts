import { chosenLanguage, languages, messagesIn, type Language } from '../messages'

const KEY = 'layershed.language'

/** The language of the page: remembered, or the browser's. */
export class Locale {
  language = $state<Language>(remembered() ?? chosenLanguage(navigator.languages))
  readonly messages = $derived(messagesIn(this.language))

  speak(language: Language): void {
    this.language = language
    try {
      localStorage.setItem(KEY, language)
    } catch {
      // Storage may be forbidden: then the choice lasts as long as the page.
    }
  }
}

function remembered(): Language | undefined {
  try {
    return languages.find((language) => language === localStorage.getItem(KEY))
  } catch {
    return undefined
  }
}
