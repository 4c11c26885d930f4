import { basesAmong, type Stacks } from '../core/destination/roles'
import type { FileView } from '../core/view/file-view'
import type { Item } from '../model/item'

/** Gives roles to the files that came without one: JSON and what others build upon is there already, the rest is to be sent. */
export function withRoles(items: readonly Item[]): readonly Item[] {
  const bases = basesAmong(stacksOf(items))
  return items.map((item) => {
    if (item.pinned || item.state.kind !== 'ready') return item
    const { kind } = item.state.view
    const role = kind !== 'compact' && (kind !== 'archive' || bases.has(item.id)) ? 'base' : 'target'
    return role === item.role ? item : { ...item, role }
  })
}

/** The opened archives as far as their roles and order go. */
export const stacksOf = (items: readonly Item[]): Stacks[] =>
  items.flatMap(({ id, state }) => {
    const view = knownView(state)
    return view?.kind === 'archive' ? [{ id, images: view.chains.map((chains) => ({ chains })) }] : []
  })

/** What a file holds, or held when it was read before. */
export function knownView(state: Item['state']): FileView | undefined {
  if (state.kind === 'ready') return state.view
  return state.kind === 'reading' ? state.was : undefined
}
