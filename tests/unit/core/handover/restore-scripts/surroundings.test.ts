import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { Desk, languages } from '../../../../fixtures/restoring-by-script'
import { tarOf } from '../../../../fixtures/tar'

const desk = new Desk()
desk.put('base.tar', tarOf([...sources, heldLayer].map((body, at) => ({ name: `${at}.tar`, body }))))
const { whole, members } = example()
desk.put('app.compact.tar', tarOf(members))

test('names that look like options stand behind two lines', async () => {
  desk.put('-base.tar', readFileSync(desk.path('base.tar')))
  const { state, out } = await desk.runBoth(['--', 'app.compact.tar', '-base.tar'])
  expect([state, out.equals(whole)]).toEqual([0, true])
})

test('what an environment says of text changes no byte', async () => {
  const env = { PERL_UNICODE: 'SDA', LC_ALL: 'C.UTF-8', PYTHONIOENCODING: 'utf-16' }
  desk.put('base.tar.gz', gzipSync(readFileSync(desk.path('base.tar'))))
  const { state, out } = await desk.runBoth(['app.compact.tar', 'base.tar.gz'], { env })
  expect([state, out.equals(whole)]).toEqual([0, true])
})

test.each(languages)('%s is right where nobody hears it say so', async (language) => {
  const script = language === 'perl' ? ['perl', 'restore.pl'] : ['python3', 'restore.py']
  for (const nowhere of ['2>&-', '2>/dev/full']) {
    const shell = `exec "$@" app.compact.tar base.tar ${nowhere}`
    const out = execFileSync('sh', ['-c', shell, 'sh', ...script], { cwd: desk.folder })
    expect(out.equals(whole)).toBe(true)
  }
})
