const FOCUSABLE = [
  'button:enabled',
  'input:enabled',
  'select:enabled',
  'textarea:enabled',
  'summary',
  'a[href]',
  '[tabindex]',
]
  .map((selector) => `${selector}:not([tabindex="-1"])`)
  .join(', ')

/**
 * A button that is pressed may be gone a moment later: replaced by what cancels, or removed with its row. Those who work with the
 * keyboard then stand at the page's top again. So the focus goes to what now stands in its place, or nearest to it.
 */
export function keepFocus(root: HTMLElement): void {
  let last: Element | undefined
  let above: readonly { readonly element: Element; readonly place: number }[] = []

  root.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    last = target
    above = ancestorsOf(target, root).map((element) => ({ element, place: focusables(element).indexOf(target) }))
  })

  new MutationObserver(() => {
    if (!last || last.isConnected || (document.activeElement ?? document.body) !== document.body) return
    last = undefined
    for (const { element, place } of above) {
      const there = element.isConnected ? focusables(element) : []
      const inSight = [...there.slice(Math.max(0, place)), ...there.slice(0, Math.max(0, place)).toReversed()]
      const next = inSight.find((candidate) => candidate.checkVisibility())
      if (next) return next.focus({ preventScroll: true })
    }
  }).observe(root, { childList: true, subtree: true })
}

function ancestorsOf(element: Element, root: Element): Element[] {
  const above: Element[] = []
  for (let at = element.parentElement; at && at !== root; at = at.parentElement) above.push(at)
  return above
}

const focusables = (element: Element) => [...element.querySelectorAll<HTMLElement>(FOCUSABLE)]
