import type { site as english } from '../en/site'

export const site: typeof english = {
  open: '已记住的站点…',
  remember: '记为站点…',
  pick: (name: string) => `+ ${name}`,
  deliver: (sites: string) => `已交付到 ${sites}`,
  deliverHint: '归档在目标端导入后再点此按钮：下次更新会省去这次带去的层。',
  delivered: (sites: string, date: string) => `已于 ${date} 交付到 ${sites}。`,
  takeBack: '撤销',
  loadsWith: '导入到',
  loaders: {
    docker: 'Docker',
    'docker-containerd': 'Docker（containerd 镜像存储）',
    containerd: 'Kubernetes 或 containerd（ctr）',
    podman: 'Podman',
    registry: '镜像仓库（skopeo）',
    layershed: 'Layershed（由它还原）',
  },
  guessed: '根据已有内容判断',
}
