/** The words around working without a network. */
export const offline = {
  ready: 'works offline',
  newVersion: 'A new version is ready.',
  newVersionHint: 'It takes over after a reload; files that you have open must be chosen again.',
  update: 'Reload now',
  later: 'Later',
  saveTool: 'Save this tool for offline use',
  saveToolSize: (size: string) => `(${size}).`,
  saveToolHint: 'One HTML file with everything in it: open it from a stick, with no server and no network.',
  sum: 'Its SHA-256',
  checkSum: 'To compare:',
}
