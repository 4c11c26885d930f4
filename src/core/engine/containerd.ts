import type { Engine } from './engine'

/**
 * containerd alone (a node of Kubernetes, `ctr`, `nerdctl`), and Docker with the containerd image store. An entry is stored under
 * the digest that its bytes have, never under its name: an emptied one simply is the empty blob.
 */
export const containerd: Engine = {
  keyedBy: 'digests',
  slim: { 'docker-archive': 'damaged', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {
    'hardlinked-layer': { by: 'ctr images import' },
    untagged: { by: 'ctr images import' },
  },
  withoutBase: [
    { by: 'Docker 28', prints: 'Error unpacking image … content digest sha256:…: not found', leaves: 'the tag' },
    {
      by: 'Docker 26, ctr images import',
      prints: 'failed to get reader from content store: content digest sha256:…: not found',
      leaves: 'nothing',
    },
  ],
}
