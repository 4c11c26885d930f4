import { INSIDE, known, type Ways } from '../../policy/ways-out'

/** What only workers have. */
export const workerWays: Ways = {
  importScripts: {
    attempt: (url) => importScripts(url),
    there: known('importScripts'),
    inside: async () => importScripts(INSIDE),
  },
}
