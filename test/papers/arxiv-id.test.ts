import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paperLinked, paperNamed, parseArxivId } from '../../src/papers/arxiv-id.ts'

const ID = '2601.08441'

test('an arXiv id is read without its version, in both schemes', () => {
  expect(parseArxivId('2601.08441')).toEqual({ id: '2601.08441', version: null })
  expect(parseArxivId('2601.08441v12')).toEqual({ id: '2601.08441', version: 12 })
  expect(parseArxivId('astro-ph/0601001v1')).toEqual({ id: 'astro-ph/0601001', version: 1 })
  expect(parseArxivId('math.GT/0309136')).toEqual({ id: 'math.GT/0309136', version: null })
})

test('anything else is not an arXiv id', () => {
  for (const text of [
    ...['', '0', '2601', '2601.08441 ', 'abs/2601.08441', '../2601.08441', '2601.08441v', 'ASTRO/0601001'],
    ...[
      '2024.12345',
      '2600.12345',
      '2613.08441',
      '2601.084411',
      '12601.08441',
      '2601.084',
      'hep-th/9913001',
      'x/99010011',
    ],
  ])
    expect(parseArxivId(text), text).toBeNull()
})

test('every link to a paper names it, on arXiv and on the sites that have a page of each', () => {
  for (const link of [
    'https://arxiv.org/abs/2601.08441v1',
    'http://arxiv.org/pdf/2601.08441.pdf',
    'https://arxiv.org/pdf/2601.08441v2.pdf#page=3',
    'https://arxiv.org/html/2601.08441v1/index.html',
    'https://arxiv.org/html/2601.08441v1#S3.F2',
    'https://www.arxiv.org/abs/2601.08441/',
    'https://export.arxiv.org/abs/2601.08441?context=cs',
    'https://browse.arxiv.org/html/2601.08441v1',
    'https://ARXIV.ORG/ABS/2601.08441',
    'https://arxiv.org//abs//2601.08441',
    'https://arxiv.org/2601.08441',
    'https://arxiv.org/abs/arXiv:2601.08441',
    'http://xxx.lanl.gov/abs/2601.08441',
    'https://ar5iv.org/abs/2601.08441',
    'https://ar5iv.labs.arxiv.org/html/2601.08441',
    'https://www.alphaxiv.org/abs/2601.08441v3',
    'https://alphaxiv.org/overview/2601.08441',
    'https://www.alphaxiv.org/zh/overview/2601.08441',
    'https://scirate.com/arxiv/2601.08441',
    'https://papers.cool/arxiv/2601.08441',
    'https://huggingface.co/papers/2601.08441?x=1#y',
    'https://hf.co/papers/2601.08441',
    'https://api.semanticscholar.org/arXiv:2601.08441',
    'https://www.semanticscholar.org/arxiv/2601.08441',
    'https://doi.org/10.48550/arXiv.2601.08441',
    'https://doi.org/10.48550%2FARXIV.2601.08441',
    'https://ui.adsabs.harvard.edu/abs/arXiv:2601.08441/abstract',
    ...['.', ')', ',', '%20', ']', '%5D', ').', '>', '"', '%20%20'].map(
      (end) => `https://arxiv.org/abs/2601.08441${end}`,
    ),
  ])
    expect([paperLinked(link)?.id, paperNamed(link)?.id], link).toEqual([ID, ID])
  for (const link of ['https://arxiv.org/abs/hep-th/9901001v2', 'http://arxiv.org/pdf/HEP-TH/9901001v2.pdf'])
    expect(paperLinked(link), link).toEqual({ id: 'hep-th/9901001', version: 2 })
  expect(paperLinked('https://arxiv.org/abs/cs.CL/0101001')?.id).toBe('cs.CL/0101001')
})

test('a text that is an id in any form names a paper', () => {
  for (const text of [
    ...[
      ' 2601.08441v2 ',
      'arXiv:2601.08441',
      'ARXIV: 2601.08441v1',
      'arxiv 2601.08441',
      'arXiv preprint arXiv:2601.08441',
    ],
    ...[
      '[2601.08441]',
      '(arXiv:2601.08441)',
      '2601.08441.',
      '2601.08441%20',
      '2601.08441, ',
      '“2601.08441”',
      '2601.08441.pdf',
    ],
    ...[
      'arXiv:2601.08441v1 [cs.CL]',
      '2601.08441 [stat.ML]',
      '2601.08441 v2',
      'doi:10.48550/arXiv.2601.08441',
      '10.48550/ARXIV.2601.08441',
    ],
    ...[
      'arxiv.org/abs/2601.08441',
      'www.arxiv.org/pdf/2601.08441v1.pdf',
      '<https://arxiv.org/abs/2601.08441>',
      'huggingface.co/papers/2601.08441',
    ],
    ...['https://arxiv.org/abs/2601.08441 A title', 'arXiv.2601.08441'],
  ])
    expect(paperNamed(text)?.id, text).toBe(ID)
  expect(paperNamed('cs.cl/0101001')?.id).toBe('cs.CL/0101001')
  expect(paperNamed('arXiv:Hep-Th/9901001v2')).toEqual({ id: 'hep-th/9901001', version: 2 })
})

test('what only looks like a paper is none', () => {
  for (const text of [
    'https://notarxiv.org/abs/2601.08441',
    'https://arxiv.org.evil.example/abs/2601.08441',
    'https://evil.example/arxiv.org/abs/2601.08441',
    'https://example.org/?u=https://arxiv.org/abs/2601.08441',
    'https://arxiv.org@evil.example/abs/2601.08441',
    'https://arxiv.org/list/cs.CL/recent',
    'https://arxiv.org/list/cs.CL/2601',
    'https://arxiv.org/abs/2024.12345',
    'https://arxiv.org/abs/2601.084411',
    'https://arxiv.org/abs/',
    'https://arxiv.org/a/lovelace_a_1',
    'https://huggingface.co/papers/month/2026-01',
    'https://huggingface.co/meta/model',
    'https://www.semanticscholar.org/paper/Attention/204e3073870fae3d05bcbc2f6a8e263d9b72e776',
    'https://doi.org/10.1000/2601.08441',
    'ftp://arxiv.org/abs/2601.08441',
    'javascript:alert(1)',
    'gpt 2601.08441',
    '2601.08441 2601.08442',
    '2601',
    '3.14159',
    'costs 2024.12345',
    '',
  ])
    expect([paperLinked(text), paperNamed(text)], text).toEqual([null, null])
})

test('an id that is read is an id, and every way to write one reads the same', () => {
  const two = (n: number) => String(n).padStart(2, '0')
  const id = fc
    .tuple(
      fc.integer({ min: 7, max: 99 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 99_999 }),
    )
    .map(([year, month, number]) => `${two(year)}${two(month)}.${String(number).padStart(5, '0')}`)
  const before = fc.constantFrom(
    '',
    'arXiv:',
    'ARXIV: ',
    'https://arxiv.org/abs/',
    'https://hf.co/papers/',
    '[',
    ' ',
  )
  const after = fc.constantFrom('', 'v3', '.', ')', ' ', '%20', 'v1.pdf', '/', '?x=1', '#a')
  fc.assert(
    fc.property(id, before, after, (written, head, tail) => {
      fc.pre(!/[?#]/.test(tail) || head.startsWith('http'))
      expect(paperNamed(head + written + tail)?.id).toBe(written)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      for (const read of [paperNamed(text), paperLinked(`https://arxiv.org/abs/${text}`)])
        if (read) expect(parseArxivId(read.id)).toEqual({ id: read.id, version: null })
    }),
  )
})
