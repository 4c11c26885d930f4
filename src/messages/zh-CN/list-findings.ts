/** What is odd about the lists of an archive's images, and the names in them. */
export const listFindings = {
  'tag-alone': {
    what: '{image} 没有名称，只有标签“{found}”。',
    todo: '各引擎会据此自行起名（ctr：import-日期:{found}；Podman：localhost/{found}:latest），Docker 经典存储则不起名。请用完整名称导出，或导入后再打标签。',
  },
  'name-in-index': {
    what: 'manifest.json 没有给 {image} 名称，index.json 中有（{found}）。',
    todo: '采用原样格式时，Docker 经典存储导入后没有名称；通用格式在两处都写上名称。使用 containerd 存储的 Docker 和 ctr 本来就以 index.json 为准。',
  },
  'list-marked': {
    what: '{entry} 以字节顺序标记（BOM）开头，像是 Windows 编辑器写的。',
    todo: '采用原样格式时，没有引擎能读取它；通用格式会去掉该标记。',
  },
  'behind-list': {
    what: '{entry} 的列表之后还有其他内容，已略过。',
    todo: 'Docker 和 containerd 也会略过；采用原样格式时，Podman 会拒绝该归档。通用格式不含这些内容。',
  },
  'behind-index': {
    what: '{entry} 的列表之后还有其他内容，已略过。',
    todo: '采用原样格式时，使用 containerd 存储的引擎会拒绝该归档。通用格式不含这些内容。',
  },
  'no-layout-file': {
    what: '归档缺少标志 OCI 布局的 {entry}。',
    todo: '采用原样格式时，containerd 不认为它是镜像归档（“unrecognized image format”）；通用格式会补上。',
  },
  'no-media-type': {
    what: '{entry} 没有说明其中每一项是什么（mediaType）。',
    todo: '采用原样格式时，使用 containerd 存储的引擎会拒绝它（“Target.MediaType must be set”）；通用格式会补上。',
  },
  'not-in-index': {
    what: 'manifest.json 中有 {image}，但 index.json 未指向该镜像。',
    todo: 'containerd 以 index.json 为准，会找不到它。请重新导出该镜像。',
  },
  'names-differ': {
    what: '{image}：manifest.json 中的名称是 {expected}，{entry} 中却是 {found}。',
    todo: '两者之一已损坏或被改动过。请重新导出该镜像。',
  },
  'layout-version': {
    what: '{entry} 的版本为 {found}，而唯一有效的版本是 {expected}。',
    todo: '归档已损坏或被改动过。请重新导出该镜像。',
  },
  'duplicate-entry': {
    what: '{entry} 在归档中出现了不止一次，以最后一个为准。',
    todo: '各引擎对此的处理不尽相同。为稳妥起见，请重新导出镜像。',
  },
  'behind-end': {
    what: '归档的结束标记之后（第 {offset} 字节起）还有内容，引擎不会读取。',
    todo: '如果是用 cat 把两个归档连在一起，只有第一个有效：请分别打开，或把镜像一起导出。',
  },
  'odd-entry': {
    what: '{entry} 是 Docker 传统存储不会解包的一类条目（{found}）。',
    todo: '它会拒绝该归档（“unhandled tar header type”）。tar 的 -V 和 -g 会产生这样的条目：请不带这些选项重新打包。',
  },
} as const
