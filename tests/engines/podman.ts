import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { find } from '../machine.mjs'
import { must, run, type Answer } from './run'

/** Podman with a store of its own. */
export interface Podman {
  readonly load: (archive: string) => Answer
  readonly save: (archive: string, ...images: string[]) => Answer
  readonly images: () => string[]
  readonly remove: () => void
}

export function podmanAt(home: string): Podman {
  const program = find('podman') ?? 'podman'
  const place = ['--root', join(home, 'root'), '--runroot', join(home, 'run'), '--storage-driver', 'vfs']
  const podman = (...args: string[]) => run(program, [...place, ...args])
  return {
    load: (archive) => podman('load', '--input', archive),
    save: (archive, ...images) => podman('save', '--multi-image-archive', '--output', archive, ...images),
    images: () => must(program, [...place, 'image', 'ls', '--all', '--format', '{{.Repository}}:{{.Tag}}']),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
