import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { find } from '../machine.mjs'
import { startDaemon } from './daemon'
import { must, run, type Answer } from './run'

/** A Docker daemon with the classic image store. */
export interface Docker {
  /** With which programs that know nothing of it find it. */
  readonly env: NodeJS.ProcessEnv
  readonly load: (archive: string) => Answer
  readonly save: (archive: string, ...images: string[]) => Answer
  readonly images: () => string[]
  readonly rename: (from: string, to: string) => void
  readonly build: (folder: string, tag: string) => void
  /** Removes every image; false where the store keeps layers nevertheless, as Docker 26 and 28 do of a saved image. */
  readonly empty: () => boolean
  /** The chains whose layers the store holds. */
  readonly chains: () => string[]
  readonly stop: () => Promise<void>
}

/** A test has no network to give. */
export const offline = ['--iptables=false', '--ip6tables=false', '--bridge=none']

/** Where a daemon of the test's own keeps everything, and is spoken to. */
export function placeOf(home: string) {
  const data = join(home, 'data')
  const host = `unix://${join(home, 'docker.sock')}`
  const place = ['--data-root', data, '--exec-root', join(home, 'exec'), '--pidfile', join(home, 'pid')]
  return { data, host, flags: [...place, '-H', host] }
}

export async function startDocker(home: string): Promise<Docker> {
  mkdirSync(home, { recursive: true })
  const { data, host, flags } = placeOf(home)
  const client = find('docker') ?? 'docker'
  const docker = (...args: string[]) => run(client, ['-H', host, ...args])
  const { stop } = await startDaemon(
    find('dockerd') ?? 'dockerd',
    [...flags, ...offline],
    home,
    () => docker('version').ok,
  )

  const images = () => must(client, ['-H', host, 'image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'])
  const chains = () =>
    readdirSync(join(data, 'image'))
      .map((driver) => join(data, 'image', driver, 'layerdb', 'sha256'))
      .flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))

  return {
    env: { DOCKER_HOST: host },
    load: (archive) => docker('load', '--input', archive),
    save: (archive, ...names) => docker('save', '--output', archive, ...names),
    images,
    rename(from, to) {
      must(client, ['-H', host, 'tag', from, to])
      must(client, ['-H', host, 'image', 'rm', from])
    },
    build(folder, tag) {
      must(client, ['-H', host, 'build', '--network', 'none', '--tag', tag, folder], { DOCKER_BUILDKIT: '0' })
    },
    empty() {
      const named = images()
      if (named.length > 0) must(client, ['-H', host, 'image', 'rm', '--force', ...named])
      must(client, ['-H', host, 'image', 'prune', '--force'])
      return chains().length === 0
    },
    chains,
    stop,
  }
}
