import { expect, test } from 'vitest'
import { filesIn } from '../../house/files'
import { propsOf } from '../../house/props'

const MOST = 8

test('no component takes more than eight props', () => {
  const components = [...filesIn('src', /\.svelte$/)].map(([path, text]) => ({ path, props: propsOf(text) }))
  expect(components.filter(({ props }) => props.length > MOST)).toEqual([])
})

const component = (script: string) => `<script lang="ts">\n  ${script}\n</script>\n<p>text</p>\n`

test.each([
  ['one by one', 'let { a, onb, c = $bindable(), d: e = 1 }: Props = $props()', ['a', 'onb', 'c', 'd']],
  ['under one name', 'let props: Props = $props()\n  const sum = $derived(props.a + props.b + props.a)', ['a', 'b']],
  ['the rest under one name', 'let { a, ...others }: Props = $props()\n  others.b()', ['a', 'b']],
  ['none', 'const id = $props.id()', []],
])('props are counted: %s', (_, script, props) => {
  expect(propsOf(component(script))).toEqual(props)
})
