import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { find } from '../machine.mjs'
import { must, run, type Answer } from './run'

/** Podman with a store of its own. */
export interface Podman {
  /** With which programs that know nothing of it find it. */
  readonly env: NodeJS.ProcessEnv
  readonly load: (archive: string) => Answer
  readonly save: (archive: string, ...images: string[]) => Answer
  readonly images: () => string[]
  readonly rename: (from: string, to: string) => void
  readonly remove: () => void
}

export function podmanAt(home: string): Podman {
  const program = find('podman') ?? 'podman'
  const place = ['--root', join(home, 'root'), '--runroot', join(home, 'run'), '--storage-driver', 'vfs']
  const podman = (...args: string[]) => run(program, [...place, ...args])
  return {
    get env() {
      return { PATH: [standIn(join(home, 'bin'), program, place), process.env['PATH']].join(delimiter) }
    },
    load: (archive) => podman('load', '--input', archive),
    save: (archive, ...images) => podman('save', '--multi-image-archive', '--output', archive, ...images),
    images: () => must(program, [...place, 'image', 'ls', '--all', '--format', '{{.Repository}}:{{.Tag}}']),
    rename(from, to) {
      must(program, [...place, 'tag', from, to])
      must(program, [...place, 'untag', from])
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

/** A folder for the PATH, with a program in it that goes to this store. */
function standIn(folder: string, program: string, place: readonly string[]): string {
  mkdirSync(folder, { recursive: true })
  const words = [program, ...place].map((word) => `'${word}'`).join(' ')
  writeFileSync(join(folder, 'podman'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 })
  return folder
}
