import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { carry } from './carry'
import { base } from './samples'
import { describeEngine } from './skipping'
import { slimTo } from './slimming'
import { imagesIn } from './whole'
import { useDocker, useWorkbench } from './workbench'

describeEngine('Docker, images that it has just built', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker, empty } = useDocker(bench)

  test.each(['universal', 'as-is'] as const)('%s: FROM scratch, and an image FROM that', async (form) => {
    const small = built('small:1', 'FROM scratch\nCOPY main /opt/main\n', { main: 'one' })
    const larger = built('larger:1', 'FROM small:1\nCOPY more /opt/more\nLABEL kind=test\nCOPY main /opt/again\n', {
      main: 'one',
      more: 'two'.repeat(10_000),
    })
    await empty()
    const { shed } = await slimTo(bench.slim, larger, { bases: [small], form })
    expect(shed).toBe(1)
    expect(carry(docker(), [small], bench.slim)).toEqual(imagesIn(larger))
  })

  test.each(['universal', 'as-is'] as const)('%s: COPY and RUN chmod on a loaded base', async (form) => {
    expect(docker().load(base('docker20'))).toMatchObject({ ok: true })
    const server = built('server:1', 'FROM sample-base:7\nCOPY main /home/main\nRUN chmod +x /home/main\n', {
      main: 'a program',
    })
    await empty()
    const { shed } = await slimTo(bench.slim, server, { bases: [base('docker20')], form })
    expect(shed).toBe(1)
    expect(imagesIn(server)[0]?.layers).toHaveLength(3)
    expect(carry(docker(), [base('docker20')], bench.slim)).toEqual(imagesIn(server))
  })

  /** Builds an image and saves it. */
  function built(tag: string, dockerfile: string, files: Record<string, string>): string {
    const name = tag.replace(':', '-')
    const context = join(bench.folder, name)
    mkdirSync(context, { recursive: true })
    for (const [file, text] of Object.entries({ Dockerfile: dockerfile, ...files }))
      writeFileSync(join(context, file), text)
    docker().build(context, tag)
    const archive = join(bench.folder, `${name}.tar`)
    expect(docker().save(archive, tag)).toMatchObject({ ok: true })
    return archive
  }
})
