import { expect, test } from 'vitest'
import { createXmlTags } from './xml-tags.ts'

const tagsOf = (text: string) => {
  const tags = createXmlTags()
  return text
    .split('\n')
    .flatMap((line) => tags.take(line))
    .map(({ name, isEnd, isEmpty, textBefore, attribute }) =>
      [isEnd ? `/${name}` : name, ...(isEmpty ? ['empty'] : []), textBefore, attribute('HOST') ?? ''].join('|'),
    )
}

test('tags over several lines, several on one, attributes in any case and either quotes, entities, comments', () => {
  const text = `<?xml version="1.0"?>
<!-- <lost> --><a host="x > y"><b
  HOST='6200@lic&amp;01'
/></a>
<c>one &lt;two&#x3e;
three</c><d><![CDATA[<kept>]]></d>`
  expect(tagsOf(text)).toEqual([
    'a||x > y',
    'b|empty||6200@lic&01',
    '/a||',
    'c||',
    '/c|one <two>\nthree|',
    'd||',
    '/d|<kept>|',
  ])
})

test('what is torn is no tag', () => {
  expect(tagsOf('<a host="x"><b host="y\nz')).toEqual(['a||x'])
})
