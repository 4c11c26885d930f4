import { statSync } from 'node:fs'
import { expect } from 'vitest'
import { base, target, writers } from '../engines/samples'
import { listedByGnuTar } from '../fixtures/gnu-tar'
import { chooseForm, give, planOf, rows, saveRow, test as onPage } from './page'
import { untarPage } from './untar'

const test = onPage.extend<{ untar: Awaited<ReturnType<typeof untarPage>> }>({
  untar: [async ({ browser }, use) => use(await untarPage(browser)), { scope: 'file' }],
})

/** Emptied: a plain file without bytes. No sample has one to begin with. */
const emptied = (path: string) => listedByGnuTar(path).filter(({ type, size }) => type === 'file' && size === 0)

const forms = ['universal', 'as-is'] as const

test.for(writers)('every sample on the base by %s', async (baseBy, { page, untar }) => {
  await give(page, 'base', base(baseBy))
  await give(page, 'target', ...writers.map(target))

  for (const form of forms) {
    await chooseForm(page, form)
    for (const [at, targetBy] of writers.entries()) {
      const original = target(targetBy)
      const row = rows(page).nth(at)
      const plan = await planOf(row)
      const saved = await saveRow(row)
      const listed = listedByGnuTar(saved.path).map(({ name, size }) => ({ name, size }))

      const which = `${targetBy}, ${form}`
      expect(saved.name, which).toBe(`${targetBy}-ip-server.slim.tar`)
      expect(plan, which).toEqual({
        total: sizeOf(original),
        kept: saved.bytes.length,
        shed: emptied(saved.path).length,
      })
      expect(emptied(original), which).toEqual([])
      expect(plan.shed, which).toBe(1)
      expect(plan.kept, which).toBeLessThan(plan.total)
      expect(await untar(saved.bytes), which).toEqual(listed)
      if (form === 'as-is')
        expect(
          listed.map(({ name }) => name),
          which,
        ).toEqual(namesIn(original))
    }
  }
})

const sizeOf = (path: string) => statSync(path).size

const namesIn = (path: string) => listedByGnuTar(path).map(({ name }) => name)

test.for(forms)('%s: the same files give the same bytes', async (form, { open }) => {
  const once = async () => {
    const page = await open()
    await chooseForm(page, form)
    await give(page, 'target', target('docker20'))
    await give(page, 'base', base('docker28-containerd-gzip'))
    await planOf(rows(page))
    return (await saveRow(rows(page))).bytes
  }
  expect((await once()).equals(await once())).toBe(true)
})
