/** What is odd about the lists of an archive's images, and the names in them. */
export const listFindings = {
  'tag-alone': {
    what: '{image} has no name but the tag “{found}”.',
    todo: 'Each engine makes a name of that in its own way (ctr: import-DATE:{found}; Podman: localhost/{found}:latest), Docker’s classic store none. Save it by its whole name, or tag it once it is loaded.',
  },
  'name-in-index': {
    what: 'manifest.json gives {image} no name; index.json does ({found}).',
    todo: 'As is, Docker’s classic store loads it without one; the universal form names it in both. Docker with the containerd store and ctr go by index.json anyway.',
  },
  'list-marked': {
    what: '{entry} begins with a byte order mark, as Windows’ editors write it.',
    todo: 'As is, no engine reads it; the universal form writes it without.',
  },
  'behind-list': {
    what: 'More stands in {entry} behind its list; it was passed over.',
    todo: 'Docker and containerd pass over it too; as is, Podman refuses the archive. The universal form is written without.',
  },
  'behind-index': {
    what: 'More stands in {entry} behind its list; it was passed over.',
    todo: 'As is, engines with a containerd store refuse the archive. The universal form is written without.',
  },
  'no-layout-file': {
    what: 'The archive lacks {entry}, which marks an OCI layout.',
    todo: 'As is, containerd takes it for no archive of images (“unrecognized image format”); the universal form adds it.',
  },
  'no-media-type': {
    what: '{entry} does not say of every item what it is (mediaType).',
    todo: 'As is, engines with a containerd store refuse it (“Target.MediaType must be set”); the universal form adds what is lacking.',
  },
  'not-in-index': {
    what: '{image} stands in manifest.json, and index.json leads to no such image.',
    todo: 'containerd goes by index.json and would not find it. Save the image again.',
  },
  'names-differ': {
    what: '{image}: manifest.json names it {expected}, {entry} names it {found}.',
    todo: 'One of the two is damaged, or was edited. Save the image again.',
  },
  'layout-version': {
    what: '{entry} says version {found}, where {expected} is the only one that there is.',
    todo: 'The archive is damaged, or was edited. Save the image again.',
  },
  'duplicate-entry': {
    what: '{entry} stands in the archive more than once; the last one counts.',
    todo: 'Not every engine reads such an archive the same way. Save the image again to be sure.',
  },
  'behind-end': {
    what: 'Behind the end mark of the archive, from byte {offset} on, stands more, which no engine reads.',
    todo: 'Where two archives were put together by cat, only the first counts: open each by itself, or save the images together.',
  },
  'odd-entry': {
    what: '{entry} is an entry of a kind ({found}) that Docker’s classic store does not unpack.',
    todo: 'It refuses the archive (“unhandled tar header type”). tar makes such entries with -V and -g: pack the archive again without.',
  },
} as const
