import { openAsBlob, readdirSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'

const samples = readdirSync('tests/fixtures').filter((name) => name.endsWith('.tar'))

test.each(samples)('%s lists as GNU tar lists it', async (name) => {
  const path = `tests/fixtures/${name}`
  const index = await indexTar(new BlobSource(await openAsBlob(path), name))
  const listed = execFileSync('tar', ['tf', path], { encoding: 'utf8' }).trim().split('\n')
  expect(index.entries.map((entry) => entry.name)).toEqual(listed)
})
