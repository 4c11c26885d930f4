import type { ErrorFacts } from '../../core/errors'
import { wordsFor } from '../words'
import { compactErrors } from './compact-errors'
import { foreignErrors } from './foreign-errors'
import { inventoryErrors } from './inventory-errors'
import { restoreErrors } from './restore-errors'

export const errors = wordsFor<ErrorFacts>()({
  ...foreignErrors,
  ...inventoryErrors,
  ...restoreErrors,
  ...compactErrors,
  'empty-file': {
    what: '{file} 是空文件，没有任何字节。',
    todo: '导出或复制还没开始就中断了。请检查目标磁盘的剩余空间，再重新执行 docker save。',
  },
  'not-a-tar': {
    what: '{file} 不是 tar 归档：文件开头的字节是 {found}。',
    todo: '请选择 docker save -o 生成的文件。在 Windows PowerShell 中请使用 -o，因为 > 会把内容当作文本改写。',
  },
  'json-as-archive': {
    what: '{file} 是 JSON，不是镜像归档。',
    todo: 'docker image inspect 的输出应放在“目标端已有”一栏；这里应选择 docker save 导出的 .tar。',
  },
  'packed-corrupt': {
    what: '{file} 已损坏：{packing} 数据流在第 {offset} 字节附近无法继续读取。{reason}',
    todo: '请重新复制文件，并与原文件比对校验和。',
  },
  'packed-truncated': {
    what: '{file} 不完整：{packing} 数据流在第 {offset} 字节处提前结束。',
    todo: '请重新复制文件，并与原文件比对大小。',
  },
  'zstd-window': {
    what: '{file} 压缩时使用了 {reason} 字节的窗口；这里最多支持 128 MiB。',
    todo: '请用 zstd -d --long=31 解压，再选择得到的 .tar。',
  },
  'xz-filter': {
    what: '{file} 的 xz 压缩方式在这里无法读取：使用了过滤器（BCJ 或 delta）、SHA-256 校验，或超过 64 MiB 的字典。',
    todo: '请用 unxz 解压，再选择得到的 .tar。',
  },
  'decompression-bomb': {
    what: '{file} 解压后超出了任何镜像可能的大小（已解压到第 {found} 字节）。',
    todo: '请勿信任此文件。',
  },
  'bad-zip': {
    what: '{file} 无法作为 zip 读取。{entry} {reason}',
    todo: '请重新复制文件，或先解压再选择其中的 .tar。',
  },
  'zip-too-many': {
    what: '{file} 包含超过 {expected} 个文件。',
    todo: '存放镜像归档的 zip 不会有这么多文件。请先解压，再选择其中的 .tar。',
  },
  'zip-encrypted': {
    what: '{file} 中的 {entry} 已加密。',
    todo: '请用密码解压后，选择其中的 .tar。',
  },
  'zip-without-archive': {
    what: '{file} 是 zip 文件，但里面没有镜像归档。',
    todo: '请选择装有 docker save 导出的 .tar 的 zip 文件。',
  },
  'truncated-header': {
    what: '{file} 在头部内提前结束（第 {offset} 字节）：应有 {expected} 字节，实际只有 {found} 字节。',
    todo: '归档不完整。请重新复制并比对大小，或重新导出镜像。',
  },
  'truncated-payload': {
    what: '{file} 在 {entry} 的内容中提前结束（第 {offset} 字节）：该条目应有 {expected} 字节，实际只有 {found} 字节。',
    todo: '归档不完整。请重新复制并比对大小，或重新导出镜像。',
  },
  'bad-checksum': {
    what: '{file} 在第 {offset} 字节处损坏：头部校验和为 {expected}，按内容计算为 {found}。',
    todo: '请重新复制文件，或重新导出镜像。',
  },
  'bad-size': {
    what: '{file} 中 {entry} 声明的大小不合理（第 {offset} 字节）。',
    todo: '归档已损坏，或被恶意构造。请重新导出镜像。',
  },
  'bad-pax': {
    what: '{file} 在第 {offset} 字节处的扩展头无法解析。',
    todo: '归档已损坏。请重新复制文件，或重新导出镜像。',
  },
  'bad-field': {
    what: '{file} 第 {offset} 字节处的头部中，{field} 字段无法解析：{found}',
    todo: '归档已损坏，容器引擎同样会拒绝导入。请重新复制文件，或重新导出镜像。',
  },
  'bad-sparse': {
    what: '{file} 中的 {entry}（第 {offset} 字节）是稀疏文件，但其映射表与实际内容不符。',
    todo: '归档已损坏，容器引擎同样会拒绝导入。请重新导出镜像，打包时不要使用 tar -S。',
  },
  'lone-zero-block': {
    what: '{file} 在第 {offset} 字节处只有一个全零块，其后仍有数据：有的程序会在此停止读取，容器引擎则会拒绝导入。',
    todo: '归档已损坏，或被恶意构造。请重新导出镜像。',
  },
  'too-many-names': {
    what: '{file} 的条目过多或名称过长：读到第 {offset} 字节时，条目列表已超过 {expected} 字节。',
    todo: '镜像归档不会有这么多条目。请选择 docker save 的输出，而不是 docker export 的输出或备份文件。',
  },
  'oversized-header': {
    what: '{file} 在第 {offset} 字节处的扩展头有 {found} 字节；正常情况不会超过 {expected} 字节。',
    todo: '归档已损坏，或被恶意构造。请重新导出镜像。',
  },
  'archive-within': {
    what: '{file} 里面是另一个归档 {entry}，打包层数过多，无法直接读取。',
    todo: '请解包后直接提供 {entry}。',
  },
  'folder-too-many': {
    what: '文件夹 {file} 中的文件超过 {expected} 个。',
    todo: '请选择单个镜像的文件夹，或直接选择归档文件。',
  },
  'folder-without-archive': {
    what: '文件夹 {file} 中没有归档、JSON 或镜像。',
    todo: '请选择装有归档的文件夹、OCI 布局、skopeo 的 dir: 目录，或解包后的 docker save。',
  },
  'unpacked-save': {
    what: '{file} 中是解开后的镜像归档（文件夹：{entry}）；引擎只会读取位于 tar 根目录的文件。',
    todo: '请解开后，把其中的内容重新打包为 tar：tar -cf app.tar -C {entry} .',
  },
  'container-export': {
    what: '{file} 中是一个系统的文件，像是 docker export 或 buildx --output type=tar 的输出：其中没有层的信息。',
    todo: '请改为导出镜像：docker save -o app.tar 镜像名。只存在于容器中的改动要先提交（docker commit）。',
  },
  'layers-unlisted': {
    what: '{file} 中有镜像的层，但没有列出它们的清单：既没有 manifest.json，也没有 index.json。',
    todo: '其余部分丢失了：可能被截断、被当作文本复制，或被手工去掉。请重新复制，并与原文件比较校验和。',
  },
  'no-entries': {
    what: '{file} 中什么都没有：它是空的 tar，或者以零开头。',
    todo: '其内容可能在途中丢失：请重新复制，并与原文件比较校验和。',
  },
  'one-part': {
    what: '{file} 是分卷文件中的一卷，无法单独读取。',
    todo: '请先按顺序合并各卷：使用随分卷附带的命令，或 cat {found} > {expected}；然后选择 {expected}。',
  },
  'dir-transport': {
    what: '{file} 中是 skopeo 的 dir: 格式的文件夹，没有引擎能导入。',
    todo: '请解开后，从那里复制成归档：skopeo copy dir:文件夹 docker-archive:app.tar:名称:标签',
  },
  'cut-off': {
    what: '{file} 在第 {offset} 字节处中断：没有结束标记，也没有任何内容列出镜像。',
    todo: '归档不完整。请重新复制并与原文件比对大小，或重新导出镜像。',
  },
  'nothing-listed': {
    what: '{file} 是镜像归档，但其中没有镜像：{entry} 的列表是空的。',
    todo: '请写明镜像名重新导出：docker save -o file.tar 名称:标签。',
  },
  'no-image-held': {
    what: '{file} 中没有容器镜像，只有{holds}。',
    todo: '其中没有可以省去的层：请直接携带原文件。',
  },
  'old-image-format': {
    what: '{file} 是 Docker 1.10 之前的格式，没有 manifest.json。',
    todo: '请把它导入使用经典镜像存储的 Docker（28 仍能读取，containerd 存储不能），再在那里重新导出。',
  },
  'schema-1': {
    what: '{file} 中的镜像使用 Docker 的 schema 1 manifest，没有写明各层的 diff ID。',
    todo: '请从来源重新获取，skopeo 会改写 manifest：skopeo copy docker://名称:标签 docker-archive:app.tar:名称:标签',
  },
  'not-json': {
    what: '{file} 中的 {entry} 不是 JSON（第 {offset} 字节）：{reason}',
    todo: '归档已损坏。请重新导出镜像。',
  },
  'json-behind': {
    what: '{file} 中的 {entry} 是 JSON，但其后还有其他内容（第 {offset} 字节）。',
    todo: '没有引擎能读取：内容被追加或编辑过。请重新导出镜像。',
  },
  'json-too-large': {
    what: '{file} 中的 {entry} 有 {found} 字节；正常文件小于 {expected} 字节。',
    todo: '这不是容器引擎生成的归档。请重新导出镜像。',
  },
  'bad-manifest': {
    what: '{file} 中的 {entry} 不是镜像的 manifest：应有 {expected}。',
    todo: '归档已损坏，或属于容器引擎无法导入的类型。请重新导出镜像。',
  },
  'bad-index': {
    what: '{file} 中的 {entry} 不是镜像索引：应有 {expected}。',
    todo: '归档已损坏，或属于容器引擎无法导入的类型。请重新导出镜像。',
  },
  'bad-config': {
    what: '{file} 中的 {entry} 不是镜像配置：应有 {expected}。',
    todo: '归档已损坏。请重新导出镜像。',
  },
  'file-absent': {
    what: '{file} 引用了 {entry}（{expected}），但归档中没有它。',
    todo: '归档不完整。请重新导出镜像；缺少的层及办法见提示。',
  },
  'unsafe-path': {
    what: '{file} 引用了归档之外的路径：{entry}',
    todo: '没有任何容器引擎会生成这样的归档，请勿信任。',
  },
  'link-loop': {
    what: '{file} 中 {entry} 的链接形成了循环。',
    todo: '归档已损坏，或被恶意构造。请重新导出镜像。',
  },
  'nested-too-deep': {
    what: '{file} 中索引的嵌套层次过深（{entry}），真实镜像不会如此。',
    todo: '没有任何容器引擎会生成这样的归档，请勿信任。',
  },
  'layers-alike': {
    what: '{file} 中两个不同的层 {entry} 和 {other} 内容完全相同：其中一个已损坏。',
    todo: '请重新导出镜像。',
  },
  'sparse-layer': {
    what: '{file} 中的 {entry} 以稀疏文件方式存储（tar -S），其字节不是层本身的字节。',
    todo: '请不带 -S 重新打包，或重新导出镜像。',
  },
  'layer-encrypted': {
    what: '{file} 已加密：没有密钥就看不到内容。',
    todo: '省去它或携带它都不受影响。',
  },
  'bytes-not-kept': {
    what: '{file} 是压缩文件，读取时没有保留它的层。',
    todo: '请在“要发送的”一栏重新选择它，或先解压。',
  },
  unreadable: {
    what: '{file} 无法继续读取：{reason}',
    todo: '磁盘或 U 盘还连接着吗？请重新选择该文件。',
  },
  'layer-damaged': {
    what: '{file} 未保存：层“{layer}”已损坏。',
    todo: '{entry}（起始字节 {offset}）应为 {expected}，实为 {found}。请在来源处重新导出该镜像；点“校验”可查看其他问题。',
  },
  'blob-damaged': {
    what: '{file} 未保存：{entry} 已损坏。',
    todo: '从字节 {offset} 起，内容应为 {expected}，实为 {found}。请在来源处重新导出该镜像；点“校验”可查看其他问题。',
  },
  'changed-on-disk': {
    what: '{file} 打开之后，磁盘上的文件发生了变化，或已不在原处。',
    todo: '磁盘或 U 盘还连接着吗？若有程序正在写入它，请等写入完成，再重新选择该文件。',
  },
  'worker-died': {
    what: '后台工作线程在处理 {file} 时停止了。{reason}',
    todo: '其他文件已重新打开。请再试一次；若仍然发生，请重启浏览器。',
  },
  'out-of-space': {
    what: '浏览器没有足够空间处理 {file}：需要 {expected} 字节，可用 {found} 字节。',
    todo: '请释放一些磁盘空间。若文件是压缩的，请先解压：读取未压缩的 .tar 不占用这里的空间。',
  },
  'disk-full': {
    what: '{file} 的目标位置已没有空间。{reason}',
    todo: '请在写入位置释放空间，或选择其他位置。不会留下写了一半的文件。',
  },
  'write-refused': {
    what: '浏览器拒绝写入 {file}：{reason}',
    todo: '请换一个文件名或文件夹；若浏览器由单位统一管理，可能是其策略不允许。不会留下写了一半的文件。',
  },
  unexpected: {
    what: '处理 {file} 时发生了意外情况：{reason}',
    todo: '请附上这段文字向我们反馈。没有任何内容被修改或丢失。',
  },
})
