import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from './driver'
import { hasOpen } from './processes'

export const byTestId = (id: string) => `[data-testid="${id}"]`

/** Slow machines are no fault. */
const LONGEST_WAIT_MS = 60_000

/** What a page is asked for, in words of the page's own; the same for each browser. */
export class DrivenPage {
  readonly driver: Driver

  constructor(driver: Driver) {
    this.driver = driver
  }

  /** Opens the page, empty, and notes what it throws from then on. */
  async open(url: string): Promise<void> {
    await this.driver.goto(url)
    await this.there(byTestId('target-input'))
    await this.driver.evaluate(`(() => {
      window.thrown = []
      addEventListener('error', ({ message }) => window.thrown.push(message))
      addEventListener('unhandledrejection', ({ reason }) => window.thrown.push(String(reason)))
    })()`)
  }

  thrown = () => this.driver.evaluate<string[]>('window.thrown ?? []')

  /** Waits until an expression is truthy, and gives it back. */
  async until<T>(expression: string): Promise<T> {
    const end = Date.now() + LONGEST_WAIT_MS
    for (;;) {
      const value = await this.driver.evaluate<T>(expression)
      if (value) return value
      if (Date.now() > end) throw new Error(`it never came: ${expression}`)
      await sleep(50)
    }
  }

  there = (selector: string) => this.until(`document.querySelector(${JSON.stringify(selector)}) !== null`)

  gone = (selector: string) => this.until(`document.querySelector(${JSON.stringify(selector)}) === null`)

  text = (selector = 'body') =>
    this.driver.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`)

  count = (selector: string) =>
    this.driver.evaluate<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`)

  /** Presses what is in sight and at rest, as people do; each browser's own way of scrolling to it differs. */
  async click(selector: string): Promise<void> {
    await this.until(`(async () => {
      const element = document.querySelector(${JSON.stringify(selector)})
      if (!element) return false
      element.scrollIntoView({ block: 'center', behavior: 'instant' })
      const before = element.getBoundingClientRect()
      await new Promise((resolve) => setTimeout(resolve, 50))
      const { x, y, width, height } = element.getBoundingClientRect()
      const pointed = document.elementFromPoint(x + width / 2, y + height / 2)
      return x === before.x && y === before.y && pointed !== null && element.contains(pointed)
    })()`)
    await this.driver.click(selector)
  }

  give = (side: 'base' | 'target', ...paths: string[]) => this.driver.setFiles(byTestId(`${side}-input`), paths)

  /** Goes from one thing to the next, as those do who have no pointer, until it is reached. */
  async tabTo(selector: string): Promise<void> {
    const reached = `document.activeElement?.matches(${JSON.stringify(selector)})`
    while (!(await this.driver.evaluate(reached))) await this.driver.press('Tab')
  }

  /** In a list of choices; no two browsers open theirs alike. */
  choose = (id: string, value: string) =>
    this.driver.evaluate(`(() => {
      const select = document.querySelector('${byTestId(id)}')
      select.value = ${JSON.stringify(value)}
      select.dispatchEvent(new Event('change', { bubbles: true }))
    })()`)

  fill = (id: string, text: string) =>
    this.driver.evaluate(`(() => {
      const input = document.querySelector('${byTestId(id)}')
      input.value = ${JSON.stringify(text)}
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })()`)

  /** Waits until so many rows can be saved; their attributes. */
  async plans(count = 1): Promise<{ total: number; kept: number; shed: number }[]> {
    await this.until(`document.querySelectorAll('${byTestId('plan')}[data-kept-bytes]').length >= ${count}`)
    return this.driver
      .evaluate(`[...document.querySelectorAll('${byTestId('plan')}[data-kept-bytes]')].map(({ dataset }) => ({
      total: Number(dataset.totalBytes), kept: Number(dataset.keptBytes), shed: Number(dataset.shedLayers) }))`)
  }

  /** Presses what saves, and waits until the browser has the whole download on disk: its path. */
  async download(selector: string): Promise<{ name: string; path: string }> {
    const { downloads } = this.driver
    for (const name of filesIn(downloads)) rmSync(join(downloads, name))
    await this.click(selector)
    for (;;) {
      const [name, ...others] = filesIn(downloads)
      const path = join(downloads, name ?? '')
      const whole =
        name !== undefined && others.length === 0 && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
      if (whole && !PARTIAL.test(name) && !hasOpen(this.driver.pid, path)) return { name, path }
      await sleep(50)
    }
  }

  async save(selector = byTestId('save')): Promise<{ name: string; bytes: Buffer }> {
    const { name, path } = await this.download(selector)
    return { name, bytes: readFileSync(path) }
  }
}

/** What browsers call a download under way, beside or instead of its own name. Some write under its own name at once. */
const PARTIAL = /\.(?:part|wkdownload)$/

const filesIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)

/** Opens the built page as it is served, or what stands at another address; always in the browser's one window. */
export type Open = (url?: string) => Promise<DrivenPage>
