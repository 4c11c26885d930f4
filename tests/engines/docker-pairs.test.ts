import { expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { carry } from './carry'
import { base, dockerArchives, pairs, target, writers } from './samples'
import { describeEngine } from './skipping'
import { slimTo } from './slimming'
import { imagesIn } from './whole'
import { useDocker, useWorkbench } from './workbench'

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)

  test.each([...pairs('universal', writers, dockerArchives), ...pairs('as-is', dockerArchives, dockerArchives)])(
    '%s: %s on a base by %s arrives whole',
    async (form, targetBy, baseBy) => {
      const bases = [base(baseBy)]
      const { shed, share } = await slimTo(bench.slim, target(targetBy), { bases, form })
      expect(shed).toBe(1)
      expect(share).toBeLessThan(0.5)
      expect(carry(docker(), bases, bench.slim)).toEqual(imagesIn(target(targetBy)))
    },
  )
})
