import type { OnProgress } from '../../worker/door/progress'

type Work<T> = (signal: AbortSignal) => Promise<T>

/** Two works at the same time. When one fails, or both are cancelled, the other's signal is given, too. */
export async function sideBySide<One, Other>(
  one: Work<One>,
  other: Work<Other>,
  signal: AbortSignal,
): Promise<[One, Other]> {
  const over = new AbortController()
  const cancel = () => over.abort(signal.reason)
  signal.throwIfAborted()
  signal.addEventListener('abort', cancel)
  try {
    return await Promise.all([one(over.signal), other(over.signal)])
  } finally {
    signal.removeEventListener('abort', cancel)
    over.abort()
  }
}

/** What several works tell, each by a line of its own, as one. */
export function together(onProgress: OnProgress): () => OnProgress {
  const lines: { done: number; total: number }[] = []
  const sumOf = (what: 'done' | 'total') => lines.reduce((sum, line) => sum + line[what], 0)
  return () => {
    const line = { done: 0, total: 0 }
    lines.push(line)
    return (done, total) => {
      Object.assign(line, { done, total })
      onProgress(sumOf('done'), sumOf('total'))
    }
  }
}
