import { expect, test } from 'vitest'
import { toBibtex } from '../../src/feeds/bibtex.ts'
import { paperMarkdown } from '../../src/feeds/paper-markdown.ts'
import { makeReport } from '../../src/ranking/report.ts'
import { HOSTILE } from '../helpers/editions.ts'
import { aPaper } from '../helpers/papers.ts'

test('a paper is cited with its authors in their order', () => {
  expect(toBibtex(aPaper())).toBe(`@misc{lovelace2026learnable,
  title = {{Learnable Sparse Steering Vectors}},
  author = {Ada Lovelace and Tomáš Novák},
  year = {2026},
  eprint = {2601.08441},
  archivePrefix = {arXiv},
  primaryClass = {cs.CL},
  url = {https://arxiv.org/abs/2601.08441},
}
`)
})

test('special characters of TeX are text, and a name with a comma or an "and" stays one author', () => {
  const bibtex = toBibtex(
    aPaper({
      title: '100% of $x_1^2$ & {#} ~ \\alpha',
      authors: ['Anna and Bob Ltd.', 'Müller, Jr.', 'Ø. Alexander'],
    }),
  )
  expect(bibtex).toContain(
    'title = {{100\\% of \\$x\\_1\\textasciicircum{}2\\$ \\& \\{\\#\\} \\textasciitilde{} \\textbackslash{}alpha}}',
  )
  expect(bibtex).toContain('author = {{Anna and Bob Ltd.} and {Müller, Jr.} and Ø. Alexander}')
})

test('an entry to copy names as many authors as asked for, and says that there are others', () => {
  const paper = aPaper({ authors: ['Ada Lovelace', 'Emmy Noether', 'Grace Hopper'] })
  expect(toBibtex(paper, 2)).toContain('author = {Ada Lovelace and Emmy Noether and others}')
  expect(toBibtex(paper, 3)).toContain('author = {Ada Lovelace and Emmy Noether and Grace Hopper}')
})

test('no text of a paper ends its field or its entry', () => {
  const bibtex = toBibtex(
    aPaper({ ...HOSTILE, title: `}},\n}\n@misc{x, ${HOSTILE.title}`, publishedAt: null }),
  )
  expect(bibtex.match(/^@/gm)).toHaveLength(1)
  expect(bibtex.replace(/\\[{}]/g, '').match(/{/g)?.length).toBe(
    bibtex.replace(/\\[{}]/g, '').match(/}/g)?.length,
  )
})

test('a paper as Markdown carries everything and no live markup', () => {
  const paper = aPaper({ title: HOSTILE.title ?? '', abstract: '````\n# x <img src=x>' })
  const report = makeReport(paper, [], { current: null, edition: null, similar: [] })
  const text = paperMarkdown(report, 'https://papertide.example')
  expect(text).toContain('# \\</title\\>\\<script\\>')
  expect(text).not.toMatch(/^# x/m)
  // Inside the code block everything is text.
  expect(text.replace(/^````bibtex[\s\S]*^````$/m, '')).not.toMatch(/(?<!\\)<(img|script)/)
  expect(text).toContain('Ada Lovelace, Tomáš Novák')
  expect(text).toContain('- Submitted to arXiv: 13 January 2026')
  expect(text.match(/^````/gm)).toHaveLength(2)
})
