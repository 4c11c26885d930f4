import { classic } from './classic'
import { containerd } from './containerd'
import type { Engine, Layout, Trait } from './engine'
import { podman } from './podman'

/** The families of engines that load archives. One more is one more file here. */
export const engineIds = ['classic', 'podman', 'containerd'] as const
export type EngineId = (typeof engineIds)[number]

export const engines: Readonly<Record<EngineId, Engine>> = { classic, podman, containerd }

/** An engine where it is known, else any of them. */
export type Store = EngineId | 'unknown'

export const mayBeKeyedBy = (store: Store, key: Engine['keyedBy']): boolean =>
  store === 'unknown' || engines[store].keyedBy === key

export const keyedBy = (key: Engine['keyedBy']): readonly EngineId[] =>
  engineIds.filter((id) => engines[id].keyedBy === key)

/** The families of which some engines refuse an archive for it. */
export const refusing = (trait: Trait): readonly EngineId[] => engineIds.filter((id) => engines[id].refuses[trait])

/** The families to which a slim archive of that layout does harm, even where its base is. */
export const harmedBy = (layout: Layout): readonly EngineId[] =>
  engineIds.filter((id) => engines[id].slim[layout] === 'damaged')
