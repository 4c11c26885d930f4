import type { en } from './en'

export const zhCN: typeof en = {
  kit: '存为交付包',
  kitHint:
    '给没有浏览器的机器用：内含按导入顺序排列的归档、校验和，以及 load.sh。它先检查文件和基础镜像是否齐全，再逐个导入。',
  kitPlain: '其中的归档不做 gzip 压缩，也不分卷：任何引擎都能直接导入，校验和对应的就是导入的文件。',
  making: '正在生成交付包…',
  record: '保存记录',
  recordHint: '由什么生成了什么、交付到哪个站点，附 SHA-256。JSON 格式，本页可再次打开。',
  print: '可打印的记录',
  recording: '正在计算校验和…',
  title: '交付记录',
  made: (date, page) => `由 Layershed ${page} 生成于 ${date}`,
  forSites: (sites) => `交付到：${sites}`,
  forms: { universal: '通用格式', 'as-is': '原样格式', compact: '差异格式' },
  outputs: '要携带的文件（按导入顺序）',
  inputs: '由这些文件生成',
  there: '目标端已有',
  file: '文件',
  size: '大小',
  sum: 'SHA-256',
  images: '镜像',
  leftOut: (layers, bytes) => `省去 ${layers} 层（${bytes}）`,
  whole: '未省去任何层',
  from: (source) => `源自 ${source}`,
  notHashed: '未计算',
  damaged: (entry, file) => `制作时未使用 ${file} 中的 ${entry}（已损坏）`,
  deliveriesAs: { csv: '交付记录（CSV）', json: '交付记录（JSON）' },
  noRecord: (file) => `${file} 开头像是本页的记录，内容却不完整：可能被改动或截断过。`,
  readMe: ({ name, date, sites, archives, bases, compact, page }) => `${name}

容器镜像，由 Layershed ${page} 于 ${date} 打包${sites === '' ? '' : `，交付到：${sites}`}。

如何导入
  Linux、macOS、WSL：在此文件夹中打开终端，运行
      sh load.sh
  脚本会自动找到容器引擎（Docker、Podman、nerdctl、k3s、RKE2、MicroK8s、containerd），检查文件、磁盘空间和
  基础镜像，然后按顺序导入。最后每个镜像各有一行结果：OK，或 FAILED 及原因。
      sh load.sh --check            只检查，不导入
      sh load.sh --engine podman    有多个引擎时指定其一
  Windows 上没有以上环境时：
      powershell -ExecutionPolicy Bypass -File load.ps1
  手动导入：先用 "sha256sum -c SHA256SUMS" 核对，再按下面的顺序对每个文件运行 "docker load -i 文件名"。

包内文件
${archives.map(({ file, size, images }) => `  ${file}  （${size}）  ${images}\n`).join('')}
目标端须已有
${bases.length === 0 ? '  无。\n' : bases.map((base) => `  ${base}\n`).join('')}${
    compact.length === 0
      ? ''
      : `
差异归档只含变化的部分。load.sh 会在导入时用旧镜像把它还原；引擎里已没有旧镜像时，请指明旧归档：
      sh load.sh --base old.tar
${compact.map(({ file, old, earlier }) => `  ${file}  还原所需：${[...old, ...(earlier ? ['前面各归档还原的结果'] : [])].join('、')}\n`).join('')}`
  }
如果失败
  load.sh 会说明原因，并以状态码结束：3 表示这台机器的问题（没有可用的引擎，或磁盘空间不足）；4 表示带来的文件已损坏，
  或缺少基础镜像。缺少基础镜像时，先导入它的归档，再运行一次 load.sh，重复导入没有坏处。

layershed.json 是本次交付的记录，可用生成它的页面再次打开。
`,
}
