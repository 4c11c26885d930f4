import { spawnSync } from 'node:child_process'

/** How a command ended, and what it said: `printed` is its output, `said` that and its complaints. */
export interface Answer {
  readonly ok: boolean
  readonly status: number | null
  readonly printed: string
  readonly said: string
}

export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Answer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) throw error
  return { ok: status === 0, status, printed: stdout, said: `${stdout}${stderr}`.trim() }
}

/** For steps that no scenario expects to fail: the lines that they print. */
export function must(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string[] {
  const { ok, said, printed } = run(command, args, env)
  if (!ok) throw new Error(`${command} ${args.join(' ')}: ${said}`)
  return printed.split('\n').filter(Boolean)
}
