import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startDocker, type Docker } from './docker'

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

export const temporary = () => mkdtempSync(join(tmpdir(), 'layershed-'))
