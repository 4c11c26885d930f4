import type { list as english } from '../en/list'

export const list: typeof english = {
  title: (name: string) => `装箱清单 ${name}`,
  images: (n: number) => `${n} 个镜像`,
  sum: (given: string, there: string, missing: string) =>
    `${given} 个在要发送的归档中，${there} 个目标端已有同名镜像，还缺 ${missing} 个`,
  untold: (n: number) => `${n} 处无法确定`,
  inFiles: (files: string) => `位于 ${files}`,
  atPlaces: (places: string) => `依据 ${places}`,
  byName: '名称相同不代表镜像相同：同一名称可能指向更新的构建。',
  wherePlace: (place: string) => `出处：${place}`,
  whereLine: (line: string) => `第 ${line} 行`,
  state: { given: '要发送的', there: '目标端已有同名', missing: '还缺' },
  sureness: { built: '由源码构建，并使用此名称', assumed: '如未另行设置：', likely: '可能是镜像' },
  why: {
    build: '由源码构建，名称只有构建方知道',
    variable: '变量在这里没有值',
    template: '模板尚未渲染',
    'no-tag': '没有写明标签，由 chart 或其他文件决定',
    'not-a-name': '引擎不会把它当作镜像名称',
    elsewhere: '镜像写在别的文件或 chart 里',
    'no-image': '没有写明镜像',
  },
  save: '如何保存还缺的镜像',
  with: '工具',
  shell: 'Shell',
  pull: '先拉取这些镜像：',
  saveAll: '再保存为一个归档，并拖放到这里：',
  saveEach: '逐个复制为归档，并拖放到这里：',
  nothingLacks: '没有缺少的：清单中的镜像要么在要发送的归档中，要么目标端已有同名镜像。',
  remove: '移除',
}
