import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { startContainerd, type Containerd } from './containerd'
import { startDocker, type Docker } from './docker'
import { startDockerOnContainerd, type DockerOnContainerd } from './docker-containerd'
import { podmanAt, type Podman } from './podman'

/** What the tests of one file work with, from before the first of them until after the last. */
export interface Workbench {
  readonly folder: string
  /** Where the slim archive goes. */
  readonly slim: string
}

export function useWorkbench(): Workbench {
  let folder = ''
  beforeAll(() => {
    folder = temporary()
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  return {
    get folder() {
      return folder
    },
    get slim() {
      return join(folder, 'slim.tar')
    },
  }
}

export interface DockerBench {
  readonly docker: () => Docker
  /** Has a Docker that holds nothing: the same one emptied, or another in its place. */
  readonly empty: () => Promise<void>
}

/** A Docker that holds nothing when a test begins. */
export function useDocker(bench: Workbench): DockerBench {
  let docker: Docker | undefined
  let started = 0
  async function empty(): Promise<void> {
    if (docker?.empty()) return
    await docker?.stop()
    docker = await startDocker(join(bench.folder, `docker-${++started}`))
  }
  beforeEach(empty)
  afterAll(() => docker?.stop())
  return { docker: () => docker!, empty }
}

/** A Podman that holds nothing when a test begins. */
export function usePodman(bench: Workbench): () => Podman {
  let podman: Podman | undefined
  beforeEach(() => {
    podman = podmanAt(join(bench.folder, 'podman'))
  })
  afterEach(() => podman?.remove())
  return () => podman!
}

/** A containerd that holds nothing when a test begins: its namespaces share one content store, so only a new daemon does. */
export const useContainerd = (bench: Workbench): (() => Containerd) => useAnew(bench, startContainerd)

export const useDockerOnContainerd = (bench: Workbench): (() => DockerOnContainerd) =>
  useAnew(bench, startDockerOnContainerd)

/** Another daemon for each test. */
function useAnew<Daemon extends Pick<Containerd, 'stop'>>(
  bench: Workbench,
  start: (home: string) => Promise<Daemon>,
): () => Daemon {
  let daemon: Daemon | undefined
  let started = 0
  beforeEach(async () => {
    daemon = await start(join(bench.folder, `daemon-${++started}`))
  })
  afterEach(() => daemon?.stop())
  return () => daemon!
}

export const temporary = () => mkdtempSync(join(tmpdir(), 'layershed-'))
