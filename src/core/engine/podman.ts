import type { Engine } from './engine'

/** Podman, and what else stores by containers/storage. */
export const podman: Engine = {
  keyedBy: 'chains',
  slim: { 'docker-archive': 'whole', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {},
  withoutBase: [
    {
      prints: 'reading blob sha256:…: Digest did not match, expected sha256:…, got sha256:e3b0c442…',
      leaves: 'nothing',
    },
  ],
}
