import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { must } from './run'

/** A daemon of the test's own: started by it, stopped by its process alone. */
export interface Daemon {
  readonly stop: () => Promise<void>
}

/** How long a daemon may take to answer before its log is shown instead, in ms. */
const PATIENCE = 60_000

/** @param home the daemon's folder, where its log goes and all of its mounts are. */
export async function startDaemon(
  command: string,
  args: readonly string[],
  home: string,
  answers: () => boolean,
): Promise<Daemon> {
  const log = join(home, 'log')
  const output = openSync(log, 'a')
  const child = spawn(command, args, { stdio: ['ignore', output, output] })
  closeSync(output)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  const deadline = Date.now() + PATIENCE
  while (!answers()) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill()
      throw new Error(`${command} did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`)
    }
    await pause(50)
  }
  return {
    async stop() {
      child.kill('SIGTERM')
      await gone
      unmountAll(home)
    },
  }
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid === undefined || exitCode !== null || signalCode !== null

/** dockerd leaves its data folder mounted on itself where it runs in a container or a chroot. */
function unmountAll(home: string): void {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
  for (const mount of mounts.filter((path) => path.startsWith(`${home}/`)).reverse()) must('umount', [mount])
}
