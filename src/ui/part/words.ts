import { getContext, setContext } from 'svelte'
import type { Messages } from '../../messages'

const KEY = 'messages'

/** The page gives its words once; a getter, so that a change of language reaches every component. */
export const provideWords = (get: () => Messages) => setContext(KEY, get)

export const useWords = (): (() => Messages) => getContext(KEY)
