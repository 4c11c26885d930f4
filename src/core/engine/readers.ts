import { classic } from './classic'
import { containerd } from './containerd'
import type { Engine } from './engine'
import { podman } from './podman'
import { registry } from './registry'

/** Who an archive may be given to, each with a verdict of its own: containerd's family by who speaks to it. */
export const readerIds = ['classic', 'podman', 'containerd', 'ctr', 'registry'] as const
export type ReaderId = (typeof readerIds)[number]

export interface Reader {
  readonly engine: Engine
  /** As the family's refusals name it. What others of the family do is no matter to it. */
  readonly by?: string
}

export const readers: Readonly<Record<ReaderId, Reader>> = {
  classic: { engine: classic },
  podman: { engine: podman },
  containerd: { engine: containerd, by: 'Docker' },
  ctr: { engine: containerd, by: 'ctr images import' },
  registry: { engine: registry },
}
