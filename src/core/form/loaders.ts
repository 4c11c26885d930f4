import type { LoaderId } from '../engine/loader'
import { formIds, type FormId } from './form-id'
import { traits } from './traits'

/** The forms that each takes in, the best one first. Who takes none yet is not to be chosen. */
export const formsFor: Readonly<Record<LoaderId, readonly FormId[]>> = {
  docker: ['universal', 'as-is'],
  'docker-containerd': ['universal', 'as-is'],
  containerd: ['universal'],
  podman: ['universal', 'as-is'],
  registry: ['universal'],
  layershed: ['compact'],
}

/** What must not be carried there: `ctr` takes the emptied layers of a docker-archive for layers, and says no word. */
export const harmfulTo: Readonly<Partial<Record<LoaderId, readonly FormId[]>>> = { containerd: ['as-is'] }

/** The form for a destination of which only the layers are known, not their bytes: the one that is asked for, where it is taken there. */
export function formWithoutBytes(asked: FormId, loader: LoaderId | undefined): FormId {
  const taken = (loader ? formsFor[loader] : formIds).filter((id) => !traits[id].restoredFirst)
  return taken.includes(asked) ? asked : (taken[0] ?? 'universal')
}
