import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Of a trace (Trace Event Format), what is asked of it; `tdur`: microseconds of the thread's own time. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** What the page's main thread worked, in milliseconds of its own time: the longest task, and all of them. */
export interface Work {
  readonly longest: number
  readonly total: number
}

/** From now on, and until it is asked. */
export async function workOf(page: Page): Promise<() => Promise<Work>> {
  const browser = page.context().browser()!
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] })
  return async () => {
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
    const isMain = ({ name, args }: TraceEvent) => name === 'thread_name' && args?.name === 'CrRendererMain'
    const main = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`))
    const tasks = traceEvents.filter(({ name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`))
    expect(tasks.length).toBeGreaterThan(0)
    return {
      longest: tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur), 0) / 1000,
      total: tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000,
    }
  }
}

/** From now on, and until it is asked, how long the page's main thread was at work at the longest. */
export async function watched(page: Page): Promise<() => Promise<number>> {
  const work = await workOf(page)
  return async () => (await work()).longest
}
