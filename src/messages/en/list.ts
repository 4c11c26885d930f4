import type { Sureness, Why } from '../../core/list/packing-list'
import type { Located } from '../../core/list/located'

const sureness: Readonly<Record<Exclude<Sureness, 'named'>, string>> = {
  built: 'built there from sources, under this name',
  assumed: 'if nothing else is set:',
  likely: 'likely an image',
}

const state: Readonly<Record<Located['state'], string>> = {
  given: 'To send',
  there: 'Already there, by name',
  missing: 'Still missing',
}

const why: Readonly<Record<Why, string>> = {
  build: 'built from sources, under a name that only the builder knows',
  variable: 'a variable has no value here',
  template: 'a template that was not rendered',
  'no-tag': 'no tag is stated: the chart or another file chooses it',
  'not-a-name': 'no engine takes this for an image’s name',
  elsewhere: 'images are named in another file or chart',
  'no-image': 'no image is stated',
}

/** The words of a packing list. They come with the first one. */
export const list = {
  title: (name: string) => `Packing list ${name}`,
  images: (n: number) => (n === 1 ? '1 image' : `${n} images`),
  sum: (given: string, there: string, missing: string) =>
    `${given} to send, ${there} already there by name, ${missing} still missing`,
  untold: (n: number) => (n === 1 ? '1 is unclear' : `${n} are unclear`),
  inFiles: (files: string) => `in ${files}`,
  atPlaces: (places: string) => `known by ${places}`,
  byName: 'The same name is no promise of the same image: a newer build may go by it.',
  wherePlace: (place: string) => `at ${place}`,
  whereLine: (line: string) => `line ${line}`,
  state,
  sureness,
  why,
  save: 'How to save what is still missing',
  with: 'With',
  shell: 'Shell',
  pull: 'First pull them:',
  saveAll: 'Then save them into one archive, and drop it here:',
  saveEach: 'Copy each into an archive, and drop them here:',
  nothingLacks: 'Nothing is missing: every image that is named is to be sent, or already there by name.',
  remove: 'Remove',
}
