import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { savedAgain } from './carry'
import { base, target, type Writer } from './samples'
import { describeEngine } from './skipping'
import { restoreTo, slimTo } from './slimming'
import { imagesIn } from './whole'
import { useDocker, useWorkbench } from './workbench'

const pairs: readonly (readonly [Writer, Writer])[] = [
  ['docker20', 'docker20'],
  ['docker20', 'podman4-oci-archive'],
  ['docker28-classic', 'docker28-classic'],
  ['docker28-containerd-gzip', 'docker28-containerd-gzip'],
]

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)

  describe.each(['universal', 'as-is'] as const)('%s', (form) => {
    test.each(pairs)('%s, slimmed and restored by the base of %s, loads without it', async (writer, baseBy) => {
      const bases = [base(baseBy)]
      const whole = join(bench.folder, 'whole.tar')
      await slimTo(bench.slim, target(writer), { bases, form })
      expect(docker().load(bench.slim)).toMatchObject({ ok: false })
      await restoreTo(whole, bench.slim, bases)
      expect(docker().load(whole)).toMatchObject({ ok: true })
      expect(savedAgain(docker(), docker().images())).toEqual(imagesIn(target(writer)))
    })
  })
})
