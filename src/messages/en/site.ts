/** The words around remembered destinations. */
export const site = {
  open: 'Remembered sites…',
  remember: 'Remember as a site…',
  pick: (name: string) => `+ ${name}`,
  deliver: (sites: string) => `Delivered to ${sites}`,
  deliverHint: 'Press it once the archive is loaded there: the next update leaves out what this one brought.',
  delivered: (sites: string, date: string) => `Delivered to ${sites} on ${date}.`,
  takeBack: 'Undo',
  loadsWith: 'Loads with',
  loaders: {
    docker: 'Docker',
    'docker-containerd': 'Docker, containerd image store',
    containerd: 'Kubernetes or containerd (ctr)',
    podman: 'Podman',
    registry: 'a registry (skopeo)',
    layershed: 'Layershed, which restores it',
  },
  guessed: 'as what is there tells',
}
