import { AxeBuilder } from '@axe-core/playwright'
import { expect } from 'vitest'
import { planOf, rows, speak, test } from './page'
import { compared, dialog, openLayer } from './layer-page'

test.for(['light', 'dark'] as const)(
  'an opened layer has nothing that axe finds fault with (%s)',
  async (colorScheme, { open }) => {
    const page = await open({ colorScheme })
    await page.getByTestId('sample').click()
    await planOf(rows(page))
    await openLayer(page, 1)
    await compared(page)
    await page.getByTestId('layer-list').press('End')
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  },
)

test.for([
  [320, 640],
  [1280, 800],
] as const)('at %i×%i nothing runs out of it, in either language', async ([width, height], { page }) => {
  await page.setViewportSize({ width, height })
  for (const language of ['en', 'zh-CN'] as const) {
    await speak(page, language)
    await page.getByTestId('sample').click()
    await planOf(rows(page))
    await openLayer(page, 1)
    await compared(page)
    const box = (await dialog(page).boundingBox())!
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(width)
    expect(await dialog(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    for (const testid of ['layer-search', 'layer-filter', 'layer-order', 'layer-list', 'layer-close']) {
      const inner = (await page.getByTestId(testid).boundingBox())!
      expect(inner.x + inner.width).toBeLessThanOrEqual(width)
    }
    await page.keyboard.press('Escape')
  }
})
