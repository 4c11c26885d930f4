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

/** Changed layers: their recipes' bytes and, in multiples of hashing both layers, the time that making them took. */
export function tableOfRecipes(rows) {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 2)
  const cells = rows.map(({ name, size, patch, bytes, seconds, hashing }) => [
    ...[name, megabytes(size), megabytes(patch), megabytes(bytes.zstd), times(bytes.zstd / patch)],
    ...[megabytes(bytes.gzip), times(bytes.gzip / patch), times((seconds.make + seconds.zstd) / hashing)],
  ])
  const head = [
    'pair',
    'layer, MB',
    'zstd -3 patch-from',
    'ops + zstd',
    'of it',
    'ops + gzip',
    'of it',
    'time / sha256sum',
  ]
  return table(head, cells)
}

function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)))
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
