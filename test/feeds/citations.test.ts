import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listBibtex, listCsl, listRis } from '../../src/feeds/citations.ts'
import type { List } from '../../src/feeds/list.ts'
import type { EditionPaper } from '../../src/ranking/edition.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { anEditionPaper, HOSTILE } from '../helpers/editions.ts'

const site = 'https://papertide.example'
const aList = (...papers: EditionPaper[]): List => ({
  brand: PAPERTIDE,
  title: 'T',
  description: 'D',
  publicUrl: site,
  pageUrl: site,
  feedUrl: site,
  updatedAt: 0,
  items: papers.map((paper) => ({ paper, enteredAt: 0, editionDate: null })),
})
const steering = anEditionPaper({
  id: '2601.08441',
  title: 'Sparse Steering',
  abstract: 'We steer.\nSparsely.',
  authors: ['Ada Lovelace', 'Plato', 'van Rossum, Guido'],
  categories: ['cs.CL'],
  publishedAt: Date.parse('2026-01-13T11:10:13Z'),
})

test('RIS says what Zotero needs to find a preprint again: type, DOI, arXiv id, address', () => {
  expect(listRis(aList(steering))).toBe(
    [
      'TY  - UNPB',
      'TI  - Sparse Steering',
      'AU  - Lovelace, Ada',
      'AU  - Plato',
      'AU  - van Rossum, Guido',
      'PY  - 2026',
      'DA  - 2026/01/13',
      'AB  - We steer. Sparsely.',
      'KW  - cs.CL',
      'M1  - arXiv:2601.08441',
      'PB  - arXiv',
      'DO  - 10.48550/arXiv.2601.08441',
      'UR  - https://arxiv.org/abs/2601.08441',
      'L1  - https://arxiv.org/pdf/2601.08441',
      'ER  - ',
      '',
    ].join('\r\n'),
  )
})

test('CSL-JSON is an array of preprints with DOI and date', () => {
  expect(JSON.parse(listCsl(aList(steering)))).toMatchObject([
    {
      id: 'arXiv:2601.08441',
      type: 'article',
      genre: 'preprint',
      title: 'Sparse Steering',
      DOI: '10.48550/arXiv.2601.08441',
      URL: 'https://arxiv.org/abs/2601.08441',
      issued: { 'date-parts': [[2026, 1, 13]] },
    },
  ])
  const [unknown] = JSON.parse(listCsl(aList(anEditionPaper({ publishedAt: null }))))
  expect(unknown).not.toHaveProperty('issued')
})

test('papers that would have one BibTeX key get keys of their own', () => {
  const keys = (text: string) => [...text.matchAll(/^@misc\{([^,]+),$/gm)].map(([, key]) => key)
  const many = Array.from({ length: 30 }, () => steering)
  const found = keys(listBibtex(aList(...many)))
  expect(found.slice(0, 3)).toEqual(['lovelace2026sparse', 'lovelace2026sparseb', 'lovelace2026sparsec'])
  expect(new Set(found).size).toBe(30)
})

test('an edition has no entries of its own, and an empty list is an empty text', () => {
  expect([listBibtex(aList()), listRis(aList()), JSON.parse(listCsl(aList()))]).toEqual(['', '', []])
})

test('whatever a paper says, each line of RIS is a tag and each paper one record', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(HOSTILE.title ?? '', '\r\nER  - \r\nTY  - BOOK'),
  )
  fc.assert(
    fc.property(text, text, fc.array(text, { maxLength: 4 }), (title, abstract, authors) => {
      const ris = listRis(aList(anEditionPaper({ title, abstract, authors }), steering))
      const lines = ris.split('\r\n').filter((line) => line !== '')
      expect(lines.filter((line) => !/^[A-Z][A-Z0-9] {2}- [^\r\n]*$/.test(line))).toEqual([])
      expect(lines.filter((line) => line.startsWith('TY'))).toHaveLength(2)
      expect(lines.filter((line) => line.startsWith('ER'))).toHaveLength(2)
    }),
  )
})
