/** The words of the compact form, which come with it. */
export const compact = {
  offer: (size: string) => `${size} to carry, though much of it may already be there, inside other layers.`,
  offerOpen: (size: string) =>
    `${size} to carry. How much of it is there already, inside other layers, is being looked for…`,
  offerAbout: (size: string, instead: string) =>
    `Compact: about ${size} instead of ${instead}; the other side restores it with this page or a script.`,
  choose: 'Carry only what changed inside the layers (compact form)',
  offerHint: 'The other side restores the archive with this page or with a script that travels in it.',
  codec: 'The other side has',
  zstd: 'this page or the zstd command',
  gzip: 'nothing installed: perl or python3, and gzip',
  atMost: (low: string, high: string, most: string) =>
    `At most ${most}. As measured on rebuilt images, about ${low} to ${high}; saving tells the exact size.`,
  open: (most: string) => `At most ${most}. About how much it will be is being worked out…`,
  estimated: (size: string, time: string) =>
    `About ${size}, by samples of what changed; saving tells the exact size, in about ${time}.`,
  exactly: (size: string) => `Made: ${size}.`,
  restore: 'To restore it on the other side',
  onPage: 'In this page: the compact archive under “To send”, the old archive under “Already there”, then Restore.',
  after: (names: string) => `It is restored after ${names}: what came of that belongs beside the old archive.`,
  byScript: 'Or with perl, or python3 in the same way:',
  refused: 'No engine loads a compact archive as it is: each refuses it.',
}
