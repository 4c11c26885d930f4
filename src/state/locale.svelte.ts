import { chosenLanguage, firstWordsIn, languages, messagesIn, type Language, type Messages } from '../messages'

const KEY = 'layershed.language'

/** The language of the page: remembered, or the browser's. */
export class Locale {
  messages: Messages
  /** What was asked for last: words of another language may come later than those that were asked for after them. */
  #wanted: Language

  constructor(messages: Messages) {
    this.messages = $state.raw(messages)
    this.#wanted = messages.language
  }

  get language(): Language {
    return this.messages.language
  }

  /** The sentences about archives, too. Until then their codes stand for them. */
  async complete(): Promise<void> {
    const messages = await messagesIn(this.#wanted)
    if (this.#wanted === messages.language) this.messages = messages
  }

  async speak(language: Language): Promise<void> {
    this.#wanted = language
    try {
      localStorage.setItem(KEY, language)
    } catch {
      // Storage may be forbidden: then the choice lasts as long as the page.
    }
    await this.complete()
  }
}

/** In the language that the page begins in. */
export const firstMessages = (): Promise<Messages> => firstWordsIn(remembered() ?? chosenLanguage(navigator.languages))

function remembered(): Language | undefined {
  try {
    return languages.find((language) => language === localStorage.getItem(KEY))
  } catch {
    return undefined
  }
}
