/** What can be wrong with what a host printed, or with a site. */
export const inventoryErrors = {
  'plain-text': {
    what: '{file} is text, neither an archive nor JSON. It begins: {found}',
    todo: 'Under “To send” goes the file that docker save -o wrote; under “Already there” also what docker image inspect prints.',
  },
  'inventory-not-json': {
    what: '{file} is not JSON, or was cut off.',
    todo: 'Copy the whole output of docker image inspect, from the first bracket to the last.',
  },
  'inventory-empty': {
    what: '{file} is an empty list: no image goes by the name that was asked for.',
    todo: 'See docker image ls for the names there, or ask for all images: docker image inspect $(docker image ls -q)',
  },
  'inventory-blank': {
    what: '{file} holds nothing but blanks.',
    todo: 'The command printed nothing there, or went wrong and said so elsewhere. Run it again and see what it says.',
  },
  'inventory-yaml': {
    what: '{file} is YAML; here goes JSON.',
    todo: 'Run the same command again with -o json (crictl), or give what docker image inspect or podman image inspect prints.',
  },
  'inventory-csv': {
    what: '{file} is a table with separators (CSV). It may name images, but says nothing of their layers.',
    todo: 'Run this there and give its output: {expected}',
  },
  'inventory-shortened': {
    what: '{file} tells of an image, but its layers’ diff IDs are cut short or left out.',
    todo: 'Give the whole output as it is printed: every layer is sha256: and 64 digits. In PowerShell don’t convert it to objects first.',
  },
  'command-failed': {
    what: '{file} is no inventory, but what a command said instead: {found}',
    todo: 'Run it where the engine runs, as somebody who may use it (with sudo, or as root), and give what it prints then.',
  },
  'not-an-inventory': {
    what: '{file} is JSON, but says nothing about an image’s layers. It holds: {found}',
    todo: 'Give what docker, podman or nerdctl image inspect, crictl inspecti, skopeo inspect --config or skopeo inspect --raw prints.',
  },
  'inventory-without-diff-ids': {
    what: '{file} lists compressed layers only; layers are compared by their diff IDs.',
    todo: 'Use skopeo inspect --config instead of plain skopeo inspect.',
  },
  'inventory-digests-only': {
    what: '{file} lists digests only. They may be layers or images: it does not say which.',
    todo: 'Run this there and give its output: {expected}',
  },
  'inventory-index': {
    what: '{file} is an index of several platforms, not the manifest of one image.',
    todo: 'Give the manifest of the platform that runs there, together with its config (skopeo inspect --config).',
  },
  'inventory-listing': {
    what: '{file} is like the output of {found}: it names images, but not the layers that they are made of.',
    todo: 'Run this there and give its output: {expected}',
  },
  'inventory-containers': {
    what: '{file} is like the output of {found}: it tells of containers, not of the layers of their images.',
    todo: 'Run this there and give its output: {expected}',
  },
  'inventory-of-nodes': {
    what: '{file} comes from {found}: Kubernetes knows its images by name only, not by their layers.',
    todo: 'Run this on the node itself and give its output: {expected}',
  },
  'inventory-too-many': {
    what: '{file} holds more than {expected} images, layers or values.',
    todo: 'No host has as many. Give a part of its images at a time.',
  },
  'json-too-deep': {
    what: '{file} nests JSON more than {expected} levels deep.',
    todo: 'No engine prints that. Do not trust the file.',
  },
  'archive-as-site': {
    what: '{file} is an archive, not a remembered site.',
    todo: 'Archives go under “Already there” or “To send”; here go the .site.json files that “Export” saved.',
  },
  'bad-site': {
    what: '{file} is not a whole description of a site: {entry} is missing, or not what was expected.',
    todo: 'Export the site again where it is remembered, and don’t edit the file by hand.',
  },
  'list-not-yaml': {
    what: '{file} can’t be read as YAML: in line {line} its parser says “{reason}”.',
    todo: 'Give the file as the tool wrote it. Of a chart, give what helm template prints.',
  },
  'list-too-much': {
    what: '{file} goes beyond what is read of a list ({reason}).',
    todo: 'No list of images is like that. Give the part of it that names images.',
  },
  'list-empty': {
    what: '{file} names no images.',
    todo: 'Give a Compose file, Kubernetes manifests, what helm template prints, or a list with a name in each line.',
  },
} as const
