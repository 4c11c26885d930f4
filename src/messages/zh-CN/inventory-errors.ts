/** What can be wrong with what a host printed, or with a site. */
export const inventoryErrors = {
  'plain-text': {
    what: '{file} 是文本，既不是归档也不是 JSON。开头是：{found}',
    todo: '“要发送的”一栏请选择 docker save -o 生成的文件；“目标端已有”一栏还可以放 docker image inspect 的输出。',
  },
  'inventory-not-json': {
    what: '{file} 不是 JSON，或内容不完整。',
    todo: '请复制 docker image inspect 的完整输出，从第一个括号到最后一个括号。',
  },
  'inventory-empty': {
    what: '{file} 是空列表：那里没有所查名称的镜像。',
    todo: '请用 docker image ls 查看那里的镜像名，或查询全部镜像：docker image inspect $(docker image ls -q)',
  },
  'inventory-blank': {
    what: '{file} 只有空白。',
    todo: '命令没有输出，或出错信息显示在了别处。请重新运行并查看提示。',
  },
  'inventory-yaml': {
    what: '{file} 是 YAML；这里需要 JSON。',
    todo: '请用 -o json 重新运行同一命令（crictl），或提供 docker image inspect 或 podman image inspect 的输出。',
  },
  'inventory-csv': {
    what: '{file} 是用分隔符排成的表格（CSV）：可能列出了镜像的名称，但没有层的信息。',
    todo: '请在目标端运行此命令，并给出它的输出：{expected}',
  },
  'inventory-shortened': {
    what: '{file} 讲的是镜像，但各层的 diff ID 被截短或省略了。',
    todo: '请提供原样的完整输出：每一层都是 sha256: 加 64 位十六进制数字。在 PowerShell 中请不要先转换成对象。',
  },
  'command-failed': {
    what: '{file} 不是清单，而是命令的提示：{found}',
    todo: '请在引擎所在的机器上，以有权限的用户（sudo 或 root）运行，并提供那时的输出。',
  },
  'not-an-inventory': {
    what: '{file} 是 JSON，但不包含镜像层的信息。其中有：{found}',
    todo: '请提供 docker、podman 或 nerdctl 的 image inspect、crictl inspecti、skopeo inspect --config 或 skopeo inspect --raw 的输出。',
  },
  'inventory-without-diff-ids': {
    what: '{file} 只列出了压缩后的层；层是按 diff ID 比较的。',
    todo: '请使用 skopeo inspect --config，而不是不带选项的 skopeo inspect。',
  },
  'inventory-digests-only': {
    what: '{file} 只列出了摘要，没有说明是层还是镜像。',
    todo: '请在目标端运行此命令，并提供其输出：{expected}',
  },
  'inventory-index': {
    what: '{file} 是多平台索引，不是单个镜像的 manifest。',
    todo: '请提供目标端所用平台的 manifest，以及对应的 config（skopeo inspect --config）。',
  },
  'inventory-listing': {
    what: '{file} 看起来是 {found} 的输出：只有镜像的名称，没有组成镜像的层。',
    todo: '请在目标端运行以下命令，并提供其输出：{expected}',
  },
  'inventory-containers': {
    what: '{file} 看起来是 {found} 的输出：讲的是容器，没有镜像的层。',
    todo: '请在目标端运行以下命令，并提供其输出：{expected}',
  },
  'inventory-of-nodes': {
    what: '{file} 来自 {found}：Kubernetes 只知道镜像的名称，不知道镜像的层。',
    todo: '请在节点上运行以下命令，并提供其输出：{expected}',
  },
  'inventory-too-many': {
    what: '{file} 包含的镜像、层或值超过 {expected} 个。',
    todo: '没有哪台主机会有这么多。请分批提供其中的镜像。',
  },
  'json-too-deep': {
    what: '{file} 中的 JSON 嵌套超过 {expected} 层。',
    todo: '没有引擎会输出这样的内容。请勿信任此文件。',
  },
  'archive-as-site': {
    what: '{file} 是归档，不是站点文件。',
    todo: '归档请放到“目标端已有”或“要发送的”；这里导入的是由“导出”保存的 .site.json 文件。',
  },
  'bad-site': {
    what: '{file} 不是完整的站点描述：{entry} 处的内容不符合预期。',
    todo: '请在记住该站点的浏览器中重新导出，不要手工编辑文件。',
  },
  'list-not-yaml': {
    what: '{file} 无法按 YAML 读取：第 {line} 行，解析器提示“{reason}”。',
    todo: '请给出工具原样写出的文件。如果是 Helm chart，请给出 helm template 的输出。',
  },
  'list-too-much': {
    what: '{file} 超出了清单的读取上限（{reason}）。',
    todo: '正常的镜像清单不会这样。请只给出其中列有镜像的部分。',
  },
  'list-empty': {
    what: '{file} 中没有列出任何镜像。',
    todo: '请给出 Compose 文件、Kubernetes 清单、helm template 的输出，或每行一个名称的列表。',
  },
} as const
