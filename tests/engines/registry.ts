import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { readTar } from '../fixtures/read-tar'
import { find } from '../machine.mjs'
import { startDaemon } from './daemon'
import { run, type Answer } from './run'

/** A registry of its own, to which skopeo brings archives: all into one repository. */
export interface Registry {
  readonly load: (archive: string) => Answer
  /** `127.0.0.1:5000` */
  readonly address: string
  readonly stop: () => Promise<void>
}

export async function startRegistry(home: string): Promise<Registry> {
  mkdirSync(home, { recursive: true })
  const port = await freePort()
  const config = join(home, 'config.yml')
  const storage = JSON.stringify({ filesystem: { rootdirectory: join(home, 'root') } })
  writeFileSync(
    config,
    `version: 0.1\nlog: { level: error }\nstorage: ${storage}\nhttp: { addr: "127.0.0.1:${port}" }\n`,
  )
  const skopeo = (...args: string[]) => run(find('skopeo') ?? 'skopeo', args)
  const repository = `docker://127.0.0.1:${port}/app`
  const { stop } = await startDaemon(
    find('docker-registry') ?? 'docker-registry',
    ['serve', config],
    home,
    () => !skopeo('list-tags', '--tls-verify=false', repository).said.includes('connection refused'),
  )
  let tags = 0
  return {
    load: (archive) =>
      skopeo('copy', '--insecure-policy', '--dest-tls-verify=false', from(archive), `${repository}:t${++tags}`),
    address: `127.0.0.1:${port}`,
    stop,
  }
}

function from(archive: string): string {
  const isLayout = readTar(readFileSync(archive)).some(({ name }) => name === 'index.json')
  return `${isLayout ? 'oci-archive' : 'docker-archive'}:${archive}`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
