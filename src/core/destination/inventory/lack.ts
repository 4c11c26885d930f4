import { ArchiveError } from '../../errors'

/** Why a piece of JSON tells of no layers. */
export interface Lack {
  /** Whether it is of a kind that is known; else it could be anything. */
  readonly known: boolean
  readonly error: (file: string) => ArchiveError
}

export const lacking = (error: Lack['error']): Lack => ({ known: true, error })

export const cure = {
  docker: 'docker image inspect $(docker image ls -q)',
  podman: 'podman image inspect $(podman image ls -q)',
  nerdctl: 'nerdctl image inspect $(nerdctl image ls -q)',
  crictl: 'crictl inspecti $(crictl images -q)',
  skopeo: 'skopeo inspect --config docker://REGISTRY/NAME:TAG',
  minikube: "minikube ssh 'docker image inspect $(docker image ls -q)'",
} as const

/** @param found the command that prints it, @param expected the one to run instead. */
export const listing = (found: string, expected: string) =>
  lacking((file) => new ArchiveError('inventory-listing', { file, found, expected }))
export const containers = (found: string, expected: string) =>
  lacking((file) => new ArchiveError('inventory-containers', { file, found, expected }))

export const index = lacking((file) => new ArchiveError('inventory-index', { file }))

/** The layers' diff IDs are there, cut short for people's eyes, or as the name of a type. */
export const shortened = lacking((file) => new ArchiveError('inventory-shortened', { file }))
