import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { median } from './measure.mjs'
import { withBrowser } from './page.mjs'
import { isRenderer, memoryOf } from './processes.mjs'

/**
 * One pair of archives in the page, as users have it: made compact in one browser, and whole again in another. Seconds from the click
 * until the page has it whole and hashed, and gives it to the browser, and until that has it on disk, of three rounds the middle one;
 * the renderer's memory above the idle page, by another time, because looking at it stops what is looked at.
 */
export async function compactInPage(where, old, fresh) {
  const [compact, whole] = ['compact.tar', 'whole.tar'].map((name) => join(where.folder, name))
  const make = medians(await rounds(where, (page) => made(page, old, fresh, compact)))
  const restore = medians(await rounds(where, (page) => restored(page, old, compact, whole)))
  execFileSync('cmp', [whole, fresh])
  const checking = median(await rounds(where, (page) => checked(page, old)))
  return {
    make: { ...make, above: await aboveIdle(where, (page) => made(page, old, fresh, compact)) },
    restore: { ...restore, above: await aboveIdle(where, (page) => restored(page, old, compact, whole)) },
    checking,
  }
}

/** A browser that was just started is busy with itself, and the page with what it keeps for offline use. */
const SETTLE_MS = 3000

const ROUNDS = 3

const medians = (times) => ({
  given: median(times.map(({ given }) => given)),
  onDisk: median(times.map(({ onDisk }) => onDisk)),
})

/** What the work gives back, each time in a new browser. */
async function rounds(where, work) {
  const all = []
  for (let round = 0; round < ROUNDS; round++)
    all.push(
      await withBrowser(where, async ({ open }) => {
        const page = await open()
        await pause(SETTLE_MS)
        return work(page)
      }),
    )
  return all
}

const aboveIdle = (where, work) =>
  withBrowser(where, async ({ open, profile }) => {
    const page = await open()
    const { idle } = await memoryOf(profile, async () => {}, isRenderer)
    const { peak } = await memoryOf(profile, () => work(page), isRenderer)
    return peak - idle
  })

/** @param path where what is downloaded is copied to: the browser takes it away when it is closed. */
async function made(page, old, fresh, path) {
  await page.getByTestId('form').selectOption('compact')
  await give(page, 'base', old)
  await page.getByTestId('fingerprint').waitFor()
  await give(page, 'target', fresh)
  // What it will come to is told first.
  await page.locator('[data-testid=compact-size][data-open=false]').waitFor()
  return downloaded(page, 'save', path)
}

async function restored(page, old, compact, path) {
  await give(page, 'base', old)
  await page.getByTestId('fingerprint').waitFor()
  await give(page, 'target', compact)
  return downloaded(page, 'restore', path)
}

async function downloaded(page, button, path) {
  await page.getByTestId(button).waitFor()
  const since = stopwatch()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(button).click()])
  const given = since()
  const there = await download.path()
  const onDisk = since()
  copyFileSync(there, path)
  return { given, onDisk }
}

function stopwatch() {
  const started = performance.now()
  return () => (performance.now() - started) / 1000
}

async function checked(page, path) {
  await give(page, 'base', path)
  const button = page.getByTestId('check')
  await button.waitFor()
  // Who waits for a locator looks again after up to half a second.
  const seen = page.evaluate(reported)
  const since = stopwatch()
  await button.click()
  await seen
  return since()
}

/** In the page: until a report says that all is right. */
const reported = () =>
  new Promise((seen) => {
    const watching = new MutationObserver(() => {
      if (!document.querySelector('[data-testid=check-report][data-verdict=whole]')) return
      watching.disconnect()
      seen()
    })
    watching.observe(document, { subtree: true, childList: true, attributes: true })
  })

const give = (page, side, path) => page.getByTestId(`${side}-input`).setInputFiles(path)
