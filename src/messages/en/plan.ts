/** The words of a plan: what is carried, what stays at home, and why. */
export const plan = {
  carryHint: 'The slim archives appear here.',
  steps: [
    {
      title: '1 · Say what is there',
      text: 'The archive of the base, or what docker image inspect prints over there. A few kilobytes are enough.',
    },
    {
      title: '2 · Give what you would send',
      text: 'Archives of docker save, podman, skopeo or buildx, packed or not. They are read here and go nowhere.',
    },
    {
      title: '3 · Carry only the rest',
      text: 'Layers that the other side has stay at home. What is left loads there with plain docker load.',
    },
  ],
  planning: 'Working out what to leave out…',
  failed: 'This file can’t be used; see under “To send”.',
  noDestination: 'Say what the destination has, and see what can stay at home.',
  carriesForOthers: 'Carry this one whole and load it first: the others build on what it brings.',
  nothingInCommon: 'Nothing to leave out: carry the original.',
  stopped: 'This archive can’t be slimmed as it is.',
  loadAs: (place: number) => `Number ${place} in the order of loading`,
  toCarry: (total: string) => `to carry, of ${total}`,
  beforeGzip: 'before gzip',
  staysHome: (percent: string) => `${percent} stays at home`,
  keptShare: 'Share of the archive that is carried',
  leftOut: (layers: string, bytes: string) => `Left out: ${layers}, ${bytes}`,
  fate: {
    kept: 'carried',
    shed: 'left out',
    shared: 'repeats an earlier layer',
    absent: 'not in the archive',
    foreign: 'fetched from its maker, by design',
    held: 'already there, and used',
    other: 'already there',
  },
  saysSo: (source: string) => `as ${source} says`,
  scale: 'Taller is larger, by the square root of the size.',
  thereSide: 'already there',
  earlierSide: 'brought by an earlier archive',
  stackOf: (name: string) => `Layers of ${name}, from the top down`,
  lookInside: 'look inside',
  why: 'Why isn’t it smaller?',
  whyParts: (layer: number, base: string) =>
    layer === 1
      ? `It shares nothing with ${base}; from the first layer on they differ:`
      : `Below layer ${layer} it is the same as ${base}; there the two part:`,
  whyThere: 'There',
  whyHere: 'Here',
  whySameLine: 'The same line made both, but at another time or from other files, so that the layers differ.',
  whyEqual: (layers: string, bytes: string) =>
    `Above that, ${layers} (${bytes}) are equal on both sides, and still of no use: an engine knows a layer by the whole stack below it.`,
  whyCure: (base: string) =>
    `If it was to be built on ${base}: build on the very one that is there, not on a newer build of it.`,
  whyAllUsed: (layers: string, base: string) =>
    `All of ${base} is used (${layers}). What is carried was built on top of it.`,
  moreRemarks: (n: string) => `Remarks beside these: ${n}.`,
  afterwards: 'On the other side',
  engine: 'Engine',
  shell: 'Shell',
  checkBase: 'Check that the base is there (it prints the base’s layers, or nothing):',
  checkDigest: 'Check that the store holds these blobs (it prints them, or nothing):',
  joinParts: 'Check the parts, join them, check the whole:',
  load: 'Then load:',
  unsayable:
    'The name holds characters that no command line shows as they are. Rename the file there, then load it by its new name.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select the text and copy it by hand.',
}
