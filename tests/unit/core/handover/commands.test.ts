import { expect, test } from 'vitest'
import { commandsFor, type Engine, type Shell } from '../../../../src/core/handover/commands'

const NAME = '-o harm.slim.tar'
const PARTS = [`${NAME}.001`, `${NAME}.002`]

const texts = (engine: Engine, shell: Shell, parts: readonly string[] = []) =>
  commandsFor(engine, shell, NAME, [], [], parts).map(({ text }) => text)

test('a name that begins with a dash is a file to every command, never an option', () => {
  for (const shell of ['sh', 'powershell'] as const) {
    expect(texts('docker', shell)).toEqual([`docker load -i '${NAME}'`])
    expect(texts('ctr', shell)).toEqual([`ctr -n k8s.io images import './${NAME}'`])
  }
  expect(texts('docker', 'sh', PARTS).slice(0, 3)).toEqual([
    `sha256sum -c './${NAME}.parts.sha256'`,
    `cat './${PARTS[0]}' './${PARTS[1]}' > '${NAME}'`,
    `sha256sum -c './${NAME}.sha256'`,
  ])
})
