import type { Engine } from './engine'

/** Docker with its graph drivers: the store of its own before containerd's. */
export const classic: Engine = {
  keyedBy: 'chains',
  slim: { 'docker-archive': 'whole', 'oci-layout-with-list': 'whole', 'oci-layout': 'unread' },
  refuses: {
    'zstd-layer': { by: 'Docker before 23', prints: 'invalid tar header' },
    'bad-tag': { by: 'Docker 20.10', prints: 'invalid tag "latest"' },
  },
  withoutBase: [
    { prints: 'invalid diffID for layer 0: expected "sha256:…", got "sha256:e3b0c442…"', leaves: 'nothing' },
  ],
}
