import type { Locator, Page } from 'playwright-core'

/** What the tests do with an opened layer. */

export const dialog = (page: Page) => page.getByTestId('layer')

/** Opens a layer of the page's first image, counted from the top. */
export async function openLayer(page: Page, fromTop: number): Promise<Locator> {
  await page.getByTestId('open-layer').nth(fromTop).click()
  await page.getByTestId('layer-list').waitFor()
  return dialog(page)
}

/** Waits until the comparison with the layers below is over, as it should be. */
export const compared = (page: Page) => page.locator('[data-testid=layer-summary][data-comparing=done]').waitFor()

/** The paths of the lines that are laid out, from the top down. */
export const lines = (page: Page) =>
  page
    .getByTestId('layer-line')
    .evaluateAll((elements) =>
      elements
        .toSorted((a, b) => Number(a.getAttribute('data-at')) - Number(b.getAttribute('data-at')))
        .map((element) => element.getAttribute('data-path') ?? ''),
    )

export const line = (page: Page, path: string) => page.locator(`[data-testid=layer-line][data-path="${path}"]`)

/** What the list says of how many lines it has. */
export const lineCount = async (page: Page) =>
  Number(await page.getByTestId('layer-list').getAttribute('aria-rowcount')) - 1

/** Of every line, by going through the list from its first to its last: path, and what stands in its cells. */
export async function allLines(page: Page): Promise<Map<string, string[]>> {
  const list = page.getByTestId('layer-list')
  await list.press('Home')
  const seen = new Map<string, string[]>()
  const count = await lineCount(page)
  for (let at = 0; at < count; at++) {
    const active = page.locator(`#layer-line-${at}[aria-selected=true]`)
    await active.waitFor()
    const cells = await active.getByRole('gridcell').allInnerTexts()
    seen.set(`${await active.getAttribute('data-path')}`, cells)
    await list.press('ArrowDown')
  }
  return seen
}
