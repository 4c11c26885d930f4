import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { recordHtml } from '../../../../../src/core/handover/record/html'
import type { TransferRecord } from '../../../../../src/core/handover/record/record'
import { languages } from '../../../../../src/messages'
import { formatter } from '../../../../../src/messages/format'
import { kitWords } from '../../../../../src/messages/kit'

const record: TransferRecord = {
  'layershed-record': 1,
  page: '0.1.0',
  date: '2026-11-26T05:00:00.000Z',
  sites: ['Plant <7> & "Ship"'],
  form: 'universal',
  there: [{ name: 'base.tar', bytes: 2_000_000 }],
  inputs: [{ name: 'app.tar', bytes: 3_000_000, sha256: 'a'.repeat(64) }],
  outputs: [
    {
      name: '01-app.slim.tar',
      bytes: 1_000_000,
      sha256: 'b'.repeat(64),
      source: 'app.tar',
      whole: false,
      images: ['app:1'],
      leftOut: [{ diffId: 'sha256:c', bytes: 2_000_000, createdBy: '<script>alert(1)</script>' }],
      damaged: [{ file: 'base.tar', entry: '<7>/layer.tar' }],
    },
  ],
}

test('no tag of a style stands in our own code, where the one file would take it for its own', () => {
  expect(readFileSync('src/core/handover/record/html.ts', 'utf8')).not.toMatch(/<\/?(?:style|script)/)
})

test.each(languages)('it says in %s what was made of what, and nothing in it is markup but ours', (language) => {
  const html = recordHtml(record, language, kitWords[language], formatter(language))
  expect(html).toContain(`lang="${language}"`)
  for (const said of [
    '01-app.slim.tar',
    'a'.repeat(64),
    'b'.repeat(64),
    'base.tar',
    '0.1.0',
    kitWords[language].notHashed,
  ])
    expect(html).toContain(said)
  expect(html).not.toMatch(/<script|<7>/)
  const damage = kitWords[language].damaged('<7>/layer.tar', 'base.tar')
  expect(html).toContain(damage.replace('<', '&#60;').replace('>', '&#62;'))
  expect(html).toContain('Plant &#60;7&#62; &#38; &#34;Ship&#34;')
  expect(html).toContain("default-src 'none'")
  expect(html).toMatch(/<title>[^<]+<\/title>\n<style>[^<]+<\/style>/)
})
