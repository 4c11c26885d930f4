import type { FileChooser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, target } from '../engines/samples'
import { findings, give, planOf, rows, speak, test } from './page'

/** What has the focus: its test ID, or its role's text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('data-testid') ?? element?.textContent?.trim() ?? ''
  })

/** Presses Tab until the element has the focus; fails where it never comes by. */
async function tabTo(page: Page, testid: string): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === testid) return
  }
  throw new Error(`Tab never comes to ${testid}`)
}

test('everything can be reached with Tab, and the sample saved without a mouse', async ({ page }) => {
  const stops: string[] = []
  for (;;) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (stops.includes(at)) break
    stops.push(at)
  }
  const wanted = ['proof', 'language', 'base-input', 'inventory-text', 'loads-with', 'target-input', 'sample', 'form']
  expect(stops.filter((stop) => wanted.includes(stop))).toEqual(wanted)

  await tabTo(page, 'sample')
  await page.keyboard.press('Enter')
  await planOf(rows(page))
  await tabTo(page, 'save')
  const download = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  expect((await download).suggestedFilename()).toBe('sample-app.slim.tar')
})

test('the file inputs open by keyboard, and show where the focus is', async ({ page }) => {
  const choosers: FileChooser[] = []
  // One listener for the whole test: a browser that is only just being told to hand over its choosers opens its own instead.
  page.on('filechooser', (chooser) => choosers.push(chooser))
  for (const [at, input] of ['base-input', 'target-input'].entries()) {
    await tabTo(page, input)
    const outline = page.locator('label', { has: page.getByTestId(input) })
    expect(await outline.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
    await page.keyboard.press('Space')
    await expect.poll(() => choosers.length).toBe(at + 1)
    expect(choosers[at]!.isMultiple()).toBe(true)
  }
})

test('the proof takes the focus and gives it back', async ({ page }) => {
  await tabTo(page, 'proof')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await focused(page)).toBe('proof-try')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await focused(page)).toBe('proof')
})

test('every control has a name, and every row’s buttons say which row’s they are', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), target('podman4-oci-archive'))
  await planOf(rows(page).nth(1))
  const nameless = await page.locator('button, input, select, textarea, meter').evaluateAll((controls) =>
    controls
      .filter((control) => control.checkVisibility())
      .filter((control) => {
        const labels = (control as HTMLInputElement).labels
        const label = labels && [...labels].map(({ textContent }) => textContent).join('')
        return !(control.getAttribute('aria-label') || label || control.textContent?.trim())
      })
      .map((control) => control.outerHTML),
  )
  expect(nameless).toEqual([])
  await page.getByRole('button', { name: 'Save docker20-ip-server.slim.tar' }).waitFor()
  await page.getByRole('button', { name: 'Remove docker20-base.tar' }).waitFor()
})

test.for([
  [1280, 800],
  [360, 640],
] as const)(
  'the language is in sight, the form is at hand, and nothing runs out of the page at %i×%i',
  async ([width, height], { page }) => {
    await page.setViewportSize({ width, height })
    const inSight = async () => {
      for (const control of ['form', 'language']) {
        expect(await page.getByTestId(control).isVisible()).toBe(true)
        const box = await page.getByTestId(control).boundingBox()
        expect(box!.x).toBeGreaterThanOrEqual(0)
        expect(box!.x + box!.width).toBeLessThanOrEqual(width)
        if (control === 'language') expect(box!.y + box!.height).toBeLessThanOrEqual(height)
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await inSight()
    await give(page, 'base', base('docker20'))
    await give(page, 'target', target('docker20'))
    await planOf(rows(page))
    await page.evaluate(() => scrollTo(0, 0))
    await inSight()
    await speak(page, 'zh-CN')
    await inSight()
  },
)

test('what the plan comes to, and brings up, is announced in short', async ({ page }) => {
  await give(page, 'base', target('docker20'))
  const announced = page.getByRole('status').and(page.getByTestId('announcement'))
  expect(await announced.innerText()).toBe('')
  await give(page, 'target', base('docker20'))
  await findings(page, 'roles-swapped').waitFor()
  // The sentences come after the page's other words.
  await announced.filter({ hasText: 'Everything in this archive is the lower part of a larger image' }).waitFor()
  const text = await announced.innerText()
  expect(text).toMatch(/^docker20-base\.slim\.tar: [\d.]+ kB to carry, of 105 kB\./)
  expect(text.length).toBeLessThan(400)
})

test('a site is remembered and used without a mouse, and the focus comes back', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  // Until it is read, there is nothing to be remembered.
  await page.getByTestId('fingerprint').waitFor()
  await tabTo(page, 'sites')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, 'site-name')
  await page.keyboard.type('Plant 7')
  await page.keyboard.press('Enter')
  await page.getByTestId('site').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await focused(page)).toBe('sites')
  await page.getByRole('button', { name: 'Remove docker20-base.tar' }).click()
  await tabTo(page, 'pick-site')
  await page.keyboard.press('Enter')
  await page.getByText(/^remembered site/).waitFor()
  expect(await focused(page)).toBe('sites')
})

test('the focus goes to what stands in the place of what was pressed', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), target('podman4-oci-archive'))
  await planOf(rows(page).nth(1))
  const press = async (name: string) => {
    await page.getByRole('button', { name }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name }).waitFor({ state: 'detached' })
  }
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save docker20-ip-server.slim.tar' }).focus()
  await page.keyboard.press('Enter')
  await download
  await page.getByText('was handed to the browser').waitFor()
  expect(await focused(page)).toBe('save')
  await press('Remove docker20-ip-server.tar')
  expect(await page.evaluate(() => document.activeElement?.closest('li')?.textContent)).toContain('podman4-oci-archive')
  await press('Remove podman4-oci-archive-ip-server.tar')
  expect(await focused(page)).toBe('sample')

  await page.getByTestId('sites').click()
  await page.getByTestId('site-name').fill('Plant 7')
  await page.keyboard.press('Enter')
  await page.getByTestId('site-rename').focus()
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('site-rename-to')
  await page.keyboard.press('Escape')
  expect(await focused(page)).toBe('site-rename')
  await page.getByTestId('site-forget').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('site').waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true)
})
