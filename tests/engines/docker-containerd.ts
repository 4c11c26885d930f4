import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureAsRoot, find } from '../machine.mjs'
import { startContainerd } from './containerd'
import { startDaemon } from './daemon'
import { offline, placeOf } from './docker'
import { run, type Answer } from './run'

/** A Docker daemon with the containerd image store, and a containerd of its own. */
export interface DockerOnContainerd {
  readonly load: (archive: string) => Answer
  readonly stop: () => Promise<void>
}

/** The first Docker whose store can be chosen by a feature in its configuration. */
const FIRST = 24

/** In plain words, where this machine has no such Docker. */
export function withoutContainerdStore(): string | undefined {
  const missing = ensureAsRoot('docker', 'dockerd', 'containerd')
  if (missing !== undefined) return missing
  const [, version = '', major = ''] =
    /version ((\d+)[\d.]*)/.exec(run(find('dockerd') ?? '', ['--version']).printed) ?? []
  return Number(major) < FIRST ? `Docker ${version} has no containerd store, ${FIRST} and later have` : undefined
}

export async function startDockerOnContainerd(home: string): Promise<DockerOnContainerd> {
  const containerd = await startContainerd(home)
  const { host, flags } = placeOf(home)
  const config = join(home, 'daemon.json')
  writeFileSync(config, JSON.stringify({ features: { 'containerd-snapshotter': true } }))
  const client = find('docker') ?? 'docker'
  const docker = (...args: string[]) => run(client, ['-H', host, ...args])
  const { stop } = await startDaemon(
    find('dockerd') ?? 'dockerd',
    [...flags, ...offline, '--config-file', config, '--containerd', containerd.socket],
    home,
    () => docker('version').ok,
  )
  return {
    load: (archive) => docker('load', '--input', archive),
    async stop() {
      await stop()
      await containerd.stop()
    },
  }
}
