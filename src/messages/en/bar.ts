/** The words of the bar at the top, and of what it is about: the page itself. */
export const bar = {
  title: 'Layershed',
  tagline: 'Carry only the layers that the other side lacks',
  proof: 'Nothing leaves this page',
  help: 'How it works',
  language: 'Language',
  theme: {
    auto: 'Colours: as the system has them',
    light: 'Colours: light',
    dark: 'Colours: dark',
  },
  worksOffline: 'works offline',
  newVersion: 'A new version is ready.',
  newVersionHint: 'It takes over after a reload; files that you have open must be chosen again.',
  update: 'Reload now',
  later: 'Later',
  saveTool: 'Save this tool for offline use',
  saveToolSize: (size: string) => ` (${size}). `,
  saveToolHint: 'One HTML file with everything in it: open it from a stick, with no server and no network.',
  toolSum: 'Its SHA-256',
  checkSum: 'To compare:',
}
