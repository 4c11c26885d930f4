import type { ReasonFacts } from '../../core/plan/verdict'
import { wordsFor } from '../words'

/** Both a finding and, where nothing is shared, the reason for it. */
export const platformsDiffer = {
  what: '两端的平台不同：目标端是 {expected}，这里是 {found}。',
  todo: '请按目标端的平台导出镜像（docker save --platform，或先 docker pull --platform）。',
} as const

export const reasons = wordsFor<ReasonFacts>()({
  'platforms-differ': platformsDiffer,
  'first-layer-differs': {
    what: '{image} 与 {base} 从第一层起就不同：这里是“{found}”，目标端是“{expected}”。',
    todo: '它们用的不是同一个基础镜像，或是该镜像的不同构建。请携带原始归档。',
  },
  'no-layers-there': {
    what: '为目标端提供的内容不包含任何层。',
    todo: '请提供基础镜像的归档，或 docker image inspect 的输出。',
  },
  'digests-unknown': {
    what: '目标端已有此归档中的 {found} 层，但不知道它们在那里的摘要。',
    todo: '若目标端是 Docker 经典存储或 Podman，请选择“原样格式”；或提供基础镜像的指纹。',
  },
  'none-to-spare': {
    what: '{image} 与 {base} 有 {found} 层相同，但在这里省不出空间：归档中缺少这些层，或另有一层需要同样的内容。',
    todo: '请携带原始归档。',
  },
  'image-without-layers': {
    what: '{image} 没有任何层：没有可以省去的内容。',
    todo: '请携带原始归档，它本来就很小。',
  },
  'layers-elsewhere': {
    what: '{image} 与 {base} 有 {found} 层内容相同，但在目标端它们位于另一层之上。',
    todo: '引擎按层之下的整个堆叠来识别一层。请携带原始归档，或基于目标端现有的那个镜像来构建。',
  },
  'hosts-differ': {
    what: '有的主机已有 {image} 的层，但并非每一台都有：{base} 从第一层起就与它不同。',
    todo: '请携带原始归档，或为每台主机分别精简。如果其实是同一台主机，请在“目标端已有”中说明。',
  },
})
