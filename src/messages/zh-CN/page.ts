import type { page as english } from '../en/page'

export const page: typeof english = {
  there: '目标端已有',
  thereHint: '目标端有什么？基础镜像的归档，或 docker image inspect 的 JSON。',
  chooseBases: '选择基础镜像归档或 JSON',
  chooseMoreBases: '+ 添加基础镜像或 JSON',
  hosts: '这些镜像列表来自',
  oneHost: '同一台主机',
  everyHost: '多台主机，归档须在每一台都能导入',
  send: '要发送的',
  sendHint: '要带过去的 docker save 归档。',
  chooseTargets: '选择要发送的归档',
  chooseMoreTargets: '+ 添加要发送的归档',
  sample: '试用内置示例',
  sampleHint: '手边没有 Docker？本页可生成一个基础镜像和一个基于它的镜像。',
  carry: '要携带的',
  dropNow: '松开即可：页面会按层区分基础镜像和要发送的归档',
  dropOn: { base: '松开即可：这些是目标端已有的', target: '松开即可：这些是要发送的' },
}
