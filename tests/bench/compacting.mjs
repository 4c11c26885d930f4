import { execFileSync } from 'node:child_process'
import { withBrowser } from './page.mjs'
import { isRenderer, memoryOf } from './processes.mjs'

/**
 * One pair of archives in the page, as a user has it: made compact, and whole again. Seconds from the click until the file is on
 * disk; the renderer's memory above the idle page, by another time, because looking at it stops what is looked at.
 */
export async function compactInPage(where, old, fresh) {
  const timed = await withBrowser(where, async ({ open }) => {
    const page = await open()
    const make = await made(page, old, fresh)
    const there = await anew(page, where)
    const restore = await restored(there, old, make.path)
    execFileSync('cmp', [restore.path, fresh])
    return { make: make.seconds, restore: restore.seconds, checking: await checked(await anew(there, where), old) }
  })
  const above = await withBrowser(where, async ({ open, profile }) => {
    const page = await open()
    const idle = await memoryOf(profile, async () => {}, isRenderer)
    const make = await aboveIdle(profile, idle, () => made(page, old, fresh))
    const there = await anew(page, where)
    const restore = await aboveIdle(profile, idle, () => restored(there, old, make.path))
    return { make: make.above, restore: restore.above }
  })
  const figures = (work) => ({ seconds: timed[work], above: above[work] })
  return { make: figures('make'), restore: figures('restore'), checking: timed.checking }
}

async function anew(page, { url }) {
  await page.goto('about:blank')
  await page.goto(url)
  await page.getByTestId('target-input').waitFor({ state: 'attached' })
  return page
}

async function aboveIdle(profile, { idle }, work) {
  let done
  const { peak } = await memoryOf(profile, async () => (done = await work()), isRenderer)
  return { ...done, above: peak - idle }
}

async function made(page, old, fresh) {
  await page.getByTestId('form').selectOption('compact')
  await give(page, 'base', old)
  await page.getByTestId('fingerprint').waitFor()
  await give(page, 'target', fresh)
  await page.locator('[data-testid=plan][data-shed-layers]').waitFor()
  return downloaded(page, 'save')
}

async function restored(page, old, compact) {
  await give(page, 'base', old)
  await page.getByTestId('fingerprint').waitFor()
  await give(page, 'target', compact)
  return downloaded(page, 'restore')
}

async function downloaded(page, button) {
  await page.getByTestId(button).waitFor()
  const started = performance.now()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(button).click()])
  const path = await download.path()
  return { seconds: (performance.now() - started) / 1000, path }
}

async function checked(page, path) {
  await give(page, 'base', path)
  const button = page.getByTestId('check')
  await button.waitFor()
  const started = performance.now()
  await button.click()
  await page.locator('[data-testid=check-report][data-verdict=whole]').waitFor()
  return (performance.now() - started) / 1000
}

const give = (page, side, path) => page.getByTestId(`${side}-input`).setInputFiles(path)
