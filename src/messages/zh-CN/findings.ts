import type { FindingFacts } from '../../core/image/finding'
import { wordsFor } from '../words'
import { listFindings } from './list-findings'
import { platformsDiffer } from './reasons'

/** What is damaged in one base, and was taken from elsewhere. */
const SERVED = '已改用另一个归档中的同一层，结果没有问题。'
const ANEW = '请重新获取这个基础归档（docker save）。'
const DONE_WITHOUT = '其他归档中也没有这一层，因此没有用到它：结果没有问题，但可能偏大。'
const ANEW_AND_AGAIN = '请重新获取这个基础归档（docker save），然后再保存一次。'

export const findings = wordsFor<FindingFacts>()({
  ...listFindings,
  'layer-absent': {
    what: '{image}（{platform}）：{expected} 层中有 {found} 层不在归档内，缺少的第一个是 {entry}。',
    todo: '请重新导出镜像。如果层是 docker load 导入的、镜像是 docker pull 拉取的，Docker 的 containerd 存储就会导出这样的归档：请先在那里删除所有共用这些层的镜像（包括基础镜像），重新拉取后再导出；或直接从仓库复制：skopeo copy docker://… oci-archive:…。',
  },
  'contents-absent': {
    what: '{image}：归档提到了它，但缺少 {entry}，因此无从得知它有哪些层。',
    todo: '请重新导出镜像。如果层是 docker load 导入的、镜像是 docker pull 拉取的，Docker 的 containerd 存储就会导出这样的归档：请先在那里删除所有共用这些层的镜像（包括基础镜像），重新拉取后再导出；或直接从仓库复制：skopeo copy docker://… oci-archive:…。',
  },
  'layer-is-member': {
    what: '{image} 把 {entry} 当作一层，而它是归档自身的描述文件。',
    todo: '没有引擎会生成这样的归档。请勿信任它。',
  },
  'copies-differ': {
    what: '{entry} 有 {found} 字节，{other} 有 {expected} 字节，而两者应是同一层。',
    todo: '两者之一已损坏。请重新导出镜像。',
  },
  'two-layers-in-one': {
    what: '{image} 把 {entry} 当作层 {found}，而归档中另一处说它是 {expected}：它只能是其中之一。',
    todo: '归档中的列表有误。请重新导出镜像。',
  },
  'item-unreadable': {
    what: '{entry} 无法理解：{expected}。已略过。',
    todo: 'containerd 可能因此拒绝整个归档。如果它应当是镜像，请重新导出。',
  },
  'carried-along': {
    what: '除镜像外，归档还包含{holds}：原样携带，不会列给引擎导入。',
    todo: '',
  },
  'unknown-in-index': {
    what: '索引中列有不是 manifest 的内容（{found} 项）。',
    todo: '使用 containerd 存储的 Docker 会对此提示“descriptor is neither a manifest or index”，26 还会以错误结束；镜像仍会完整导入。',
  },
  'several-under-one-name': {
    what: '{image} 代表 {found} 个平台，全部随归档携带；对不区分平台的引擎，列出的是 {platform}。',
    todo: '若只发送另一个平台，请在“平台”中选择。',
  },
  'name-again': {
    what: '同一平台的 {found} 个镜像都叫 {image}。',
    todo: 'Docker 会把名称给最后一个，Podman 会给第一个；其余的没有名称，或者根本不会导入。请分别用各自的名称导出。',
  },
  'foreign-layer': {
    what: '{image}：有 {found} 层由引擎向其发布者下载，按设计不在归档内。',
    todo: '没有网络的目标端必须已有这些层：即同一版本的 Windows 基础镜像。',
  },
  'cut-off': {
    what: '归档没有结束标记，且缺少它引用的内容：它在第 {offset} 字节处被截断。',
    todo: '请重新复制，并与原文件比对大小。',
  },
  backslashes: {
    what: '{image}：路径有的用反斜杠，有的用斜杠（{entry}）。已按 Windows 的方式读取。',
    todo: 'Linux 上的引擎找不到这样的文件；通用格式只使用斜杠。',
  },
  'named-by-digest': {
    what: '“{found}”按摘要指名镜像：不能用作导入后的名称。',
    todo: 'Docker 和 Podman 会按 ID 导入；ctr images import 需要名称。若需要名称，请按“名称:标签”导出。',
  },
  'tag-and-digest': {
    what: '“{found}”同时写了标签和摘要；归档无法再给出后者。',
    todo: '通用格式会导入为 {expected}。Docker 会拒绝原样的归档。',
  },
  'lacks-tag': {
    what: 'manifest.json 中的“{found}”没有标签。',
    todo: 'Docker 会拒绝导入原样格式；通用格式写作 {found}:latest，与 containerd 的做法一致。',
  },
  'odd-host': {
    what: '“{found}”中的仓库地址并非所有引擎都认可。',
    todo: 'Docker 20.10 和 Podman 4 会拒绝它。若要在那里导入，请先给镜像换一个标签。',
  },
  'xz-layer': {
    what: '{image} 含有 xz 压缩的层。',
    todo: 'containerd 无法读取，未安装 xz 的 Docker 也不行；Podman 可以。',
  },
  'bzip2-layer': {
    what: '{image} 含有 bzip2 压缩的层。',
    todo: 'containerd 无法读取；Docker 经典存储和 Podman 可以。',
  },
  'lz4-layer': {
    what: '{image} 含有 lz4 压缩的层（{entry}）。',
    todo: '没有引擎能读取。请用 gzip 或 zstd 重新导出或构建镜像。',
  },
  'packed-called-plain': {
    what: '{image}：{entry} 是用 {packing} 压缩的，描述符却说它是未压缩的 tar。',
    todo: 'containerd 以描述符为准，无法解压；Docker 的经典存储和 Podman 会看内容本身。请重新构建或导出镜像。',
  },
  'other-digests': {
    what: '{image} 用 {found} 摘要引用各层。',
    todo: 'containerd 只用 SHA-256 保存导入的内容，会找不到这些层；Docker 的经典存储可以导入。',
  },
  'encrypted-layer': {
    what: '{image} 含有加密的层。',
    todo: '只有带 imgcrypt 并持有密钥的 containerd 能使用它们。',
  },
  'layer-emptied': {
    what: '{image} 之前已被精简：{expected} 层中有 {found} 层是空的，缺少它们的内容。',
    todo: '请在“目标端已有”中提供它的基础镜像，或发送原始归档。该基础镜像的最上层为 {diffId}。',
  },
  'layer-count-differs': {
    what: '{image}：manifest 列出 {found} 层，配置中是 {expected} 层。',
    todo: '没有引擎能导入它。请重新导出镜像。',
  },
  'no-layers': {
    what: '{image}：manifest 没有列出任何层，配置中是 {expected} 层。',
    todo: 'Docker 的 containerd 存储可能会导出这样的归档。请重新拉取或构建镜像，再用 --platform 导出。',
  },
  'size-differs': {
    what: '{image}：{entry} 有 {found} 字节，其描述符中写的是 {expected} 字节。',
    todo: '两者之一已损坏。请重新导出镜像。',
  },
  'digest-differs': {
    what: '{image}：{entry} 已损坏或被改动，内容与其摘要不符。',
    todo: '请重新导出镜像。摘要应为 {expected}，实际为 {found}。',
  },
  'manifest-and-index-differ': {
    what: '{image}：manifest.json 与 index.json 列出的层不同，以 manifest.json 为准。',
    todo: '使用通用格式时，精简后的归档会据此重新生成，使各引擎看到的内容一致。',
  },
  'platform-named-otherwise': {
    what: '{image}：config 的平台是 {expected}，索引中写的却是 {found}。',
    todo: '两者之一已损坏或被改动过。请重新导出该镜像。',
  },
  'media-type-differs': {
    what: '{image}：manifest 自称类型为 {expected}，索引中写的却是 {found}。',
    todo: '两者之一已损坏或被改动过。请重新导出该镜像。',
  },
  'platform-absent': {
    what: '归档列出了 {platform}，但没有它的内容。',
    todo: '这很常见。如果目标端需要它，请先拉取（docker pull --platform {platform}），再重新导出。如果它妨碍导入，可用 docker save --platform 把它排除。',
  },
  'manifest-absent': {
    what: '归档的索引列出了 {entry}，但归档中没有它。',
    todo: '如果目标端需要它，请在镜像完整的机器上重新导出。',
  },
  'empty-blob-layer': {
    what: '{image} 把空 blob 列为一层：它是从错误精简的归档导入的，内容不完整。',
    todo: '请在那台机器上重新导入原始归档，然后再导出。',
  },
  'zstd-layer': {
    what: '{image} 含有 zstd 压缩的层。',
    todo: 'Docker 23 之前的版本无法导入。',
  },
  'hardlinked-layer': {
    what: '{image} 把重复的层存为硬链接。',
    todo: 'containerd 会拒绝原样格式；通用格式没有这个问题。',
  },
  untagged: {
    what: '{image} 没有名称。',
    todo: 'Docker 会按 ID 导入；ctr images import 需要名称：导出时请写明镜像名。',
  },
  'bad-tag': {
    what: '“{found}”不是有效的镜像名。',
    todo: 'Docker 和 Podman 会拒绝原样格式；通用格式会略去它。若要保留名称，请按“名称:标签”导出镜像。',
  },
  'no-end-blocks': {
    what: '归档缺少结束标记，但引用到的内容都在。',
    todo: '如果是复制来的，请与原文件比对大小。',
  },
  'platforms-differ': platformsDiffer,
  'roles-swapped': {
    what: '此归档的全部内容都是目标端某个更大镜像的下层部分。',
    todo: '如果两边放反了，请把文件移到另一栏。',
  },
  'passed-over': {
    what: '有 {found} 项不包含镜像层的信息（容器、卷、名称列表等），已略过。',
    todo: '无需处理：镜像已经读取。',
  },
  'inventory-cut-off': {
    what: '文本在中途截断。截断处之前的镜像已经读取。',
    todo: '如果那里还有其他镜像，请重新复制完整的输出：不能确定已有的层都会发送。',
  },
  'manifest-alone': {
    what: '这份 manifest 只有摘要，没有 diff ID。',
    todo: '请同时提供它的配置（skopeo inspect --config 或 docker image inspect），两者会自动合并。',
  },
  'signature-fits': { what: '归档中 {image} 的签名或证明仍然有效：manifest 未被改动。', todo: '' },
  'signature-lost': {
    what: '归档中 {image} 的签名或证明不再匹配：manifest 已重新链接，摘要随之改变。',
    todo: '如果目标端会验证签名，请改用“原样”格式，或提供与本归档摘要一致的基础镜像。',
  },
  relinked: {
    what: '省去的 {found} 层改按目标端保存它们时的摘要来引用。',
    todo: 'manifest 的摘要因此改变：针对旧摘要的签名和证明（attestation）不再适用。镜像配置保持不变。',
  },
  'unproven-digests': {
    what: '无法确定目标端的 containerd 存储以哪些摘要保存省去的 {found} 层。',
    todo: 'Docker 经典存储和 Podman 不受影响。若是 containerd 存储，请核对下面的摘要，或提供在目标端导出的基础镜像归档。',
  },
  'kept-for-digest': {
    what: '有 {found} 层目标端虽已有，仍要携带，因为不知道它们在那里的摘要。',
    todo: '若目标端是 Docker 经典存储或 Podman，请选择“原样格式”；或提供基础镜像的指纹。',
  },
  'slimmed-before': {
    what: '{image} 之前已被精简；这里为空的层目标端都已有。',
    todo: '可以继续发送。',
  },
  'as-is-digests-differ': {
    what: '采用原样格式时，省去的层沿用原来的摘要，而目标端的 containerd 存储未必以这些摘要保存它们。',
    todo: '若是 containerd 存储（Docker 29 的默认存储，也用于 Kubernetes），导入后镜像会不完整，请改用通用格式。',
  },
  'as-is-harms-containerd': {
    what: '采用原样格式时，此归档只适用于 Docker 经典存储和 Podman。',
    todo: '若是 containerd 存储（Docker 29 的默认存储，也用于 Kubernetes），导入后镜像会损坏，请改用通用格式。',
  },
  'damaged-in-one': {
    what: `{file} 已损坏：{entry} 的内容与其摘要不符。${SERVED}`,
    todo: `${ANEW}摘要应为 {expected}，实际为 {found}。`,
  },
  'packed-badly-in-one': { what: `{file} 已损坏：{entry} 无法解压。${SERVED}`, todo: ANEW },
  'damaged-unused': {
    what: `{file} 已损坏：{entry} 的内容与其摘要不符。${DONE_WITHOUT}`,
    todo: `${ANEW_AND_AGAIN}摘要应为 {expected}，实际为 {found}。`,
  },
  'packed-badly-unused': { what: `{file} 已损坏：{entry} 无法解压。${DONE_WITHOUT}`, todo: ANEW_AND_AGAIN },
  'all-there': {
    what: '此归档的每一层都已在目标端，或由前面的归档带去；只需携带名称和配置。',
    todo: '',
  },
})
