const seconds = (number) => `${number.toFixed(number < 1 ? 3 : 1)} s`

const times = (ratio) => `${ratio.toFixed(ratio < 10 ? 2 : 0)}x`

export const MIB = 1024 * 1024

export const mib = (bytes) => `${Math.round(bytes / MIB)} MiB`

/** Comparisons in time: what, the page's seconds, the native way and its seconds, and how many times that the page took. */
export function tableOfTimes(rows) {
  const cells = rows.map(({ what, page, against, native, ratio }, at) => {
    const again = rows[at - 1]?.what === what
    return [again ? '' : what, again ? '' : seconds(page), against, seconds(native), times(ratio)]
  })
  return table(['', 'page', 'against', 'native', 'page / native'], cells)
}

export function tableOfMemory(rows) {
  const cells = rows.map(({ what, idle, peak }) => [what, mib(idle), mib(peak), `+${mib(peak - idle)}`])
  return table(['', 'idle', 'peak', 'above idle'], cells)
}

/**
 * Changed layers: their recipes' bytes; the time that the page takes to make the archive, in multiples of sha256sum of both sides, and
 * to restore it, in multiples of checking the old archive in the same page, and until the browser has written it out; and the
 * renderer's memory above the idle page.
 */
export function tableOfRecipes(rows) {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 2)
  const above = (bytes) => `+${Math.round(bytes / 1e6)}`
  const cells = rows.map(({ name, size, patch, bytes, hashing, page: { make, restore, checking } }) => [
    ...[name, megabytes(size), megabytes(patch), megabytes(bytes.zstd), times(bytes.zstd / patch)],
    ...[megabytes(bytes.gzip), times(bytes.gzip / patch)],
    ...[seconds(make.onDisk), times(make.onDisk / hashing), above(make.above)],
    ...[seconds(restore.given), times(restore.given / checking), seconds(restore.onDisk), above(restore.above)],
  ])
  const head = [
    ...['pair', 'layer', 'zstd -3 patch-from', 'ops + zstd', 'of it', 'ops + gzip', 'of it'],
    ...['make', '/ sha256sum', 'memory', 'restore', '/ check', 'on disk', 'memory'],
  ]
  return table(head, cells)
}

function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)))
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
