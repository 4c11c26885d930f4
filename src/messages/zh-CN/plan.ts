import type { plan as english } from '../en/plan'

export const plan: typeof english = {
  carryHint: '精简后的归档会出现在这里。',
  steps: [
    {
      title: '1 · 说明目标端已有什么',
      text: '基础镜像的归档，或目标端 docker image inspect 的输出，几 KB 就够。',
    },
    {
      title: '2 · 给出要发送的归档',
      text: 'docker save、podman、skopeo、buildx 的归档都行，压缩与否均可。只在本机读取，不会上传。',
    },
    {
      title: '3 · 只带剩下的部分',
      text: '目标端已有的层不用带。剩下的归档在那边用普通的 docker load 即可导入。',
    },
  ],
  planning: '正在计算可以省去的层…',
  failed: '此文件无法使用，请看“要发送的”一栏。',
  noDestination: '说明目标端已有什么，就能看到哪些层不用带。',
  carriesForOthers: '请完整携带此归档并最先导入：其他归档要用到它带来的层。',
  nothingInCommon: '没有可以省去的层：请携带原始归档。',
  stopped: '此归档目前无法精简。',
  loadAs: (place: number) => `导入顺序：第 ${place} 个`,
  toCarry: (total: string) => `要携带，原为 ${total}`,
  beforeGzip: 'gzip 压缩前',
  staysHome: (percent: string) => `${percent} 不用带`,
  keptShare: '归档中需要携带的比例',
  leftOut: (layers: string, bytes: string) => `已省去：${layers}，${bytes}`,
  fate: {
    kept: '携带',
    shed: '省去',
    shared: '与前面的层相同',
    absent: '不在归档中',
    held: '目标端已有，可共用',
    other: '目标端已有',
  },
  saysSo: (source: string) => `依据 ${source}`,
  scale: '高度按大小的平方根绘制。',
  thereSide: '目标端已有',
  earlierSide: '由前面的归档带去',
  stackOf: (name: string) => `${name} 的层，自上而下`,
  lookInside: '查看内容',
  why: '为什么不能更小？',
  whyParts: (layer: number, base: string) =>
    layer === 1
      ? `与 ${base} 没有共用的层，从第一层起就不同：`
      : `第 ${layer} 层以下与 ${base} 相同，到这一层两者分开：`,
  whyThere: '目标端',
  whyHere: '这里',
  whySameLine: '两层出自同一行 Dockerfile，但构建的时间或所用的文件不同，因此内容不同。',
  whyEqual: (layers: string, bytes: string) =>
    `再往上还有 ${layers}（${bytes}）两边相同，却用不上：引擎认的不是单独一层，而是连同下面各层的一整叠。`,
  whyCure: (base: string) => `如果本应基于 ${base} 构建，请使用目标端现有的那一个，而不是它更新后的版本。`,
  whyAllUsed: (layers: string, base: string) => `${base} 已全部用上（${layers}）。要携带的都是在它之上构建的。`,
  moreRemarks: (n: string) => `另有 ${n} 条提示。`,
  afterwards: '在目标端',
  engine: '引擎',
  shell: 'Shell',
  checkBase: '确认基础镜像已存在（有则列出它的层，没有则无输出）：',
  checkDigest: '确认存储中有这些 blob（有则列出，没有则无输出）：',
  joinParts: '校验各分卷，合并后再校验整个文件：',
  load: '然后导入：',
  unsayable: '文件名含有命令行无法如实显示的字符。请先在那边给文件改名，再按新名字加载。',
  copy: '复制',
  copied: '已复制',
  copyFailed: '请选中文本后手动复制。',
}
