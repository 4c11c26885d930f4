// The figures in docs/: each stands between two marks, and is written by a run, never by hand.
import { readFileSync, writeFileSync } from 'node:fs'

const documents = (section) => {
  const name = section === 'compact' ? 'compact' : 'decisions'
  return [`docs/${name}.md`, `docs/${name}.zh-CN.md`]
}

/** Puts a section's figures where both documents have its marks. */
export function writeFigures(section, figures) {
  for (const path of documents(section)) {
    const [from, to] = [`<!-- bench:${section} -->`, `<!-- /bench:${section} -->`]
    const text = readFileSync(path, 'utf8')
    const [start, end] = [text.indexOf(from), text.indexOf(to)]
    if (start < 0 || end < start) throw new Error(`${path} has no place for the figures of ${section}`)
    writeFileSync(path, `${text.slice(0, start + from.length)}\n\n${figures}\n\n${text.slice(end)}`)
  }
}
