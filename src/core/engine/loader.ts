import type { EngineId, Store } from './index'

/** Who takes archives in at a destination. */
export const loaderIds = ['docker', 'docker-containerd', 'containerd', 'podman', 'registry', 'layershed'] as const
export type LoaderId = (typeof loaderIds)[number]

/** The family of engines that it belongs to, where it is an engine. */
export const familyOf: Readonly<Record<LoaderId, EngineId | undefined>> = {
  docker: 'classic',
  'docker-containerd': 'containerd',
  containerd: 'containerd',
  podman: 'podman',
  registry: undefined,
  layershed: undefined,
}

/** By what is known of a store. `withoutDocker`: a tool of containerd's own tells of it. */
export function loaderOf(store: Store, withoutDocker: boolean): LoaderId | undefined {
  if (store === 'classic') return 'docker'
  if (store === 'containerd') return withoutDocker ? 'containerd' : 'docker-containerd'
  return store === 'unknown' ? undefined : store
}
