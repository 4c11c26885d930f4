/** Work that may fail before anybody waits for it, or when nobody will: whoever does wait is told all the same. */
export function quietly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}
