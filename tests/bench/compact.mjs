// What a changed layer comes to as a recipe, against what zstd makes of the same two files, and what the page takes for it.
// LAYERSHED_PAIRS names a folder with plain layers, NAME.old.layer.tar and NAME.new.layer.tar, and the archives around them,
// NAME.old.tar and NAME.new.tar.
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compiled } from '../compiled.mjs'
import { compactInPage } from './compacting.mjs'
import { median } from './measure.mjs'

export const pairsFolder = process.env['LAYERSHED_PAIRS']

export async function measureCompact(where) {
  if (pairsFolder === undefined) throw new Error('LAYERSHED_PAIRS names no folder')
  const program = await compiled('tests/bench/compact-pair.ts')
  const names = readdirSync(pairsFolder).flatMap((name) => /^(.+)\.new\.layer\.tar$/.exec(name)?.[1] ?? [])
  const rows = []
  for (const name of names.toSorted()) {
    const [old, fresh] = ['old', 'new'].map((side) => join(pairsFolder, `${name}.${side}.layer.tar`))
    const made = JSON.parse(execFileSync(process.execPath, [program, old, fresh], { encoding: 'utf8' }))
    if (!made.whole) throw new Error(`${name} does not come back`)
    const hashing = median([1, 2, 3].map(() => secondsOf('sha256sum', [old, fresh])))
    const archives = ['old', 'new'].map((side) => join(pairsFolder, `${name}.${side}.tar`))
    rows.push({
      name,
      ...made,
      patch: await bytesOf('zstd', ['-3', '-c', '-q', `--patch-from=${old}`, fresh]),
      hashing,
      page: await compactInPage(where, ...archives),
    })
  }
  return rows
}

function secondsOf(command, options) {
  const started = performance.now()
  execFileSync(command, options)
  return (performance.now() - started) / 1000
}

function bytesOf(command, options) {
  const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  let bytes = 0
  child.stdout.on('data', (chunk) => (bytes += chunk.length))
  return new Promise((resolve) => child.on('close', () => resolve(bytes)))
}
