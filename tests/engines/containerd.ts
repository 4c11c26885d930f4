import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { find } from '../machine.mjs'
import { startDaemon } from './daemon'
import { must, run, type Answer } from './run'

/** containerd alone, spoken to as a Kubernetes node's images are. */
export interface Containerd {
  /** With which programs that know nothing of it find it. */
  readonly env: NodeJS.ProcessEnv
  readonly socket: string
  readonly load: (archive: string) => Answer
  readonly save: (archive: string, ...images: string[]) => Answer
  /** Full names: docker.io/library/web:2.1. */
  readonly images: () => string[]
  readonly rename: (from: string, to: string) => void
  /** The images of which every blob is there. */
  readonly complete: () => string[]
  readonly stop: () => Promise<void>
}

/** What needs a disk or a network that a test does not have. */
const absent = [
  'io.containerd.grpc.v1.cri',
  ...['aufs', 'blockfile', 'btrfs', 'devmapper', 'erofs', 'zfs'].map((name) => `io.containerd.snapshotter.v1.${name}`),
]

export async function startContainerd(home: string): Promise<Containerd> {
  mkdirSync(home, { recursive: true })
  const socket = join(home, 'sock')
  const config = join(home, 'config.toml')
  writeFileSync(
    config,
    `version = 2
root = ${JSON.stringify(join(home, 'root'))}
state = ${JSON.stringify(join(home, 'state'))}
disabled_plugins = ${JSON.stringify(absent)}
[grpc]
  address = ${JSON.stringify(socket)}
[ttrpc]
  address = ${JSON.stringify(`${socket}.ttrpc`)}
`,
  )
  const program = find('ctr') ?? 'ctr'
  const place = ['--address', socket, '--namespace', 'k8s.io']
  const ctr = (...args: string[]) => run(program, [...place, ...args])
  const { stop } = await startDaemon(
    find('containerd') ?? 'containerd',
    ['--config', config],
    home,
    () => ctr('version').ok,
  )

  const lines = (...args: string[]) => must(program, [...place, ...args])
  return {
    env: { CONTAINERD_ADDRESS: socket },
    socket,
    load: (archive) => ctr('images', 'import', archive),
    save: (archive, ...images) => ctr('images', 'export', archive, ...images),
    images: () => lines('images', 'ls', '--quiet'),
    rename(from, to) {
      lines('images', 'tag', from, to)
      lines('images', 'rm', from)
    },
    complete: () =>
      lines('images', 'check')
        .filter((line) => / complete \(/.test(line))
        .map((line) => line.split(/\s+/)[0]!),
    stop,
  }
}
