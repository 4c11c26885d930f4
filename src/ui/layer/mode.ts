/** Permissions as `ls` shows them: `rwxr-xr-x`, with `s` and `t` for set-ID and sticky. */
export function modeText(mode: number): string {
  const special = ['s', 's', 't']
  return special
    .map((letter, at) => {
      const bits = mode >> (6 - 3 * at)
      const execute = (bits & 1) !== 0
      const marked = ((mode >> (11 - at)) & 1) !== 0
      return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${marked ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-'}`
    })
    .join('')
}
