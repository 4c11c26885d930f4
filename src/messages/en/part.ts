const { format } = new Intl.NumberFormat('en')

/** Words that are said in more than one place. */
export const part = {
  layers: (n: number) => (n === 1 ? '1 layer' : `${format(n)} layers`),
  images: (n: number) => (n === 1 ? '1 image' : `${format(n)} images`),
  noLine: 'no Dockerfile line recorded',
  reading: 'Reading…',
  saved: {
    file: (name: string) => `${name} was written.`,
    download: (name: string) => `${name} was handed to the browser’s downloads.`,
  },
  cancel: 'Cancel',
  tryAgain: 'Try again',
  close: 'Close',
  remarks: 'Good to know',
  about: (images: string, date: string) => `${images} · kept on ${date}`,
  deliveries: (n: number) => (n === 1 ? '1 delivery' : `${format(n)} deliveries`),
  /** Between sentences. */
  space: ' ',
  /** Between names in a row. */
  comma: ', ',
  andMore: (count: string) => ` and ${count} more`,
  more: (count: string, step: string) => `${count} more: show ${step}`,
  /** Of a list that is not drawn to its end. */
  beyond: (count: string) => `and ${count} more`,
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select the text and copy it by hand.',
}
