/** The words of a plan: what is carried, what stays at home, and why. */
export const plan = {
  example:
    'An update on a base that the other side has: only what is new is carried, and a plain docker load makes it whole there.',
  toSend: 'to send',
  planning: 'Working out what to leave out…',
  restoreFirst:
    'It holds only what changed. “Restore” makes the whole archive of it and of the old one under “Already there”; that one can be loaded, or sent on.',
  restoredFirst: 'To be restored first',
  failed: 'This file can’t be used; see under “To send”.',
  noDestination: 'Say what the destination has, and see what can stay at home.',
  carriesForOthers: 'Carry this one whole and load it first: the others build on what it brings.',
  nothingInCommon: 'Nothing to leave out: carry the original.',
  stopped: 'This archive can’t be slimmed as it is.',
  loadAs: (place: number) => `Number ${place} in the order of loading`,
  toCarry: (total: string) => `to carry, of ${total}`,
  /** As what is carried is told before it is made. */
  about: (size: string) => `about ${size}`,
  atMost: (size: string) => `at most ${size}`,
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
  inAll: (carried: string) => `In all: ${carried}`,
  moreRemarks: (n: string) => `Remarks beside these: ${n}.`,
  afterwards: 'On the other side',
  shell: 'Shell',
  unsayable:
    'The name holds characters that no command line shows as they are. Rename the file there, then load it by its new name.',
  untold:
    'skopeo tells the images of an archive apart by their names, and some here have none of their own. Name them before they are saved (docker tag); or unpack the archive into a folder there, and copy each by its place, with skopeo 1.18 or later: oci:FOLDER:@0, then @1 …',
  purposes: {
    'check-base': 'Check that the base is there, whatever it is called (it ends in base: OK or base: MISSING):',
    'check-digest': 'Check that the store holds its blobs too (it ends likewise):',
    join: 'Check the parts, join them, check the whole:',
    load: 'Then load:',
  },
  copyAll: 'Copy all',
  commands: 'Commands',
  together: 'Let them travel together, each leaving out what an earlier one brings',
  togetherInstead: (together: string, apart: string) => `: ${together} instead of ${apart}`,
  nothingYet: 'Nothing that can be carried yet.',
  carriedWhole: 'carried whole',
  delivered: '✓ delivered',
  table: 'The archives to carry',
  columns: { place: 'No.', name: 'Archive', carry: 'To carry', total: 'Of', state: 'State' },
  lookFor: 'Find an archive or image',
  show: 'Show',
  views: { all: 'All', due: 'Still to save', done: 'Saved or delivered', trouble: 'In trouble' },
  shownOf: (shown: number, all: number) => `${shown} of ${all}`,
  elsewhere: 'carried: the same bytes are there, but on top of another layer',
  wholeForOthers: 'whole, and first: others build on it',
}
