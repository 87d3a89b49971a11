import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toBibliography, toBibtex } from '../../src/feeds/bibtex.ts'
import { paperMarkdown } from '../../src/feeds/paper-markdown.ts'
import { texOf } from '../../src/feeds/tex.ts'
import { makeReport } from '../../src/ranking/report.ts'
import { HOSTILE } from '../helpers/editions.ts'
import { aPaper } from '../helpers/papers.ts'

/**
 * As BibTeX reads a file: an entry ends where its braces are closed, and a backslash hides none of
 * them.
 */
function entriesOf(file: string): string[] {
  const entries: string[] = []
  let open = 0
  let from = 0
  for (let at = 0; at < file.length; at++) {
    if (file[at] === '{') open++
    if (file[at] === '}') open--
    if (open < 0) throw new Error(`closed once too often: ${file.slice(0, at)}`)
    if (open === 0 && file[at] === '}') {
      entries.push(file.slice(from, at + 1).trim())
      from = at + 1
    }
  }
  if (open > 0) throw new Error('not closed')
  return entries
}

const keyOf = (paper: Parameters<typeof aPaper>[0]) => /^@misc\{([^,]*),/.exec(toBibtex(aPaper(paper)))?.[1]
const authorsOf = (...authors: string[]) => /author = \{(.*)\},/.exec(toBibtex(aPaper({ authors })))?.[1]

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
      title: '100% of $x_1 & {#} ~ \\input',
      authors: ['Anna and Bob Ltd.', 'Müller, Jr.', 'Ø. Alexander'],
    }),
  )
  expect(bibtex).toContain(
    'title = {{100\\% of \\$x\\_1 \\& \\textbraceleft{}\\#\\textbraceright{} \\textasciitilde{} \\textbackslash{}input}}',
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
  expect(entriesOf(bibtex)).toHaveLength(1)
})

test('a paper as Markdown carries everything and no live markup', () => {
  const paper = aPaper({ title: HOSTILE.title ?? '', abstract: '````\n# x <img src=x>' })
  const report = makeReport(paper, [], { current: null, edition: null, earlyPick: null, similar: [] })
  const text = paperMarkdown(report, 'https://papertide.example')
  expect(text).toContain('# \\</title\\>\\<script\\>')
  expect(text).not.toMatch(/^# x/m)
  // Inside the code block everything is text.
  expect(text.replace(/^````bibtex[\s\S]*^````$/m, '')).not.toMatch(/(?<!\\)<(img|script)/)
  expect(text).toContain('Ada Lovelace, Tomáš Novák')
  expect(text).toContain('- Submitted to arXiv: 13 January 2026')
  expect(text.match(/^````/gm)).toHaveLength(2)
})

test('a key is made of letters as people type them, the last name without what goes with it', () => {
  const keys = {
    'Anders Søgaard': 'sogaard',
    'Kari Ødegaard': 'odegaard',
    'Paweł Łoś': 'los',
    'Jörg Weiß': 'weiss',
    'Þórir Ægisson': 'aegisson',
    'Işıl Kılıç': 'kilic',
    'Ada Lovelace Jr.': 'lovelace',
    'Ada Lovelace, III': 'lovelace',
    'Laurens van der Maaten': 'maaten',
    'Gemini Team': 'gemini',
    'The LLaMA Team, AI @ Meta': 'llama',
  }
  for (const [name, key] of Object.entries(keys))
    expect(keyOf({ authors: [':', name] }), name).toBe(`${key}2026learnable`)
  expect(keyOf({ authors: ['王小明'] })).toBe('arxiv260108441')
})

test('names are written so that BibTeX reads them: groups whole, a Jr. between the parts, particles as they are', () => {
  const written = {
    'Gemini Team': '{Gemini Team}',
    'OpenAI Research': '{OpenAI Research}',
    'ATLAS Collaboration': '{ATLAS Collaboration}',
    'Mistral AI': '{Mistral AI}',
    'Qian Ai': 'Qian Ai',
    'Ada Lovelace Jr.': 'Lovelace, Jr., Ada',
    'Ada Lovelace, Jr.': 'Lovelace, Jr., Ada',
    'Martin van Buren Sr': 'van Buren, Sr, Martin',
    'Henry James III': 'James, III, Henry',
    'Laurens van der Maaten': 'Laurens van der Maaten',
    'Maria de la Cruz': 'Maria de la Cruz',
    'Nguyễn Văn Ế': "Nguy{\\~{\\^{e}}}n Văn {\\'{\\^{E}}}",
    'Şahin Łoś': 'Şahin Łoś',
    'A & B Ltd.': '{A \\& B Ltd.}',
    Others: '{Others}',
  }
  for (const [name, author] of Object.entries(written)) expect(authorsOf(name), name).toBe(author)
  expect(authorsOf('Kimi Team', ':', 'Ada Lovelace')).toBe('{Kimi Team} and Ada Lovelace')
})

test('signs become formulas that pdfLaTeX takes, and formulas that a text kept stay formulas', () => {
  const written = {
    'π₀: Flows for CO₂': '$\\pi_0$: Flows for CO$_2$',
    '$\\pi_0$: Flows for CO$_2$': '$\\pi_0$: Flows for CO$_2$',
    'x₁₂, 10⁻³ and ℓ₁': 'x$_{12}$, 10$^{-3}$ and $\\ell_1$',
    '1920×1080 ≤ ℝᵈ → ∞': '1920$\\times$1080 $\\leq$ $\\mathbb{R}^d$ $\\rightarrow$ $\\infty$',
    'Λ_{QCD} and \\overline{AB} and {h \\choose 2}': [
      '$\\Lambda_{QCD}$ and $\\overline{AB}$ and $',
      '{h \\choose 2}$',
    ].join(''),
    'αx at 90°C': '$\\alpha$x at 90$^{\\circ}$C',
    '𝒪(n) and 𝔼': '$\\mathcal{O}$(n) and $\\mathbb{E}$',
    '\\sqrt[3]{x} \\frac{1}{2}': '$\\sqrt[3]{x}$ $\\frac{1}{2}$',
    'eﬃcient “naïve” – Σ': 'efficient “naïve” – $\\Sigma$',
    'gpt_4 for $100, $200': 'gpt\\_4 for \\$100, \\$200',
    'Λόγος λόγος': 'Λόγος λόγος',
  }
  for (const [text, tex] of Object.entries(written)) expect(texOf(text), text).toBe(tex)
})

test('what is no formula LaTeX knows is text, and no command of a title runs', () => {
  for (const text of [
    '\\input{/etc/passwd}',
    '$\\input{x}$',
    '\\mname{x}',
    '\\frac{1}',
    '$x_1_2$',
    '$a & b_1$',
    '$\\hat$',
    "$x^2'$",
    '\\choose',
    '}} \\write18{ls}',
  ])
    expect(
      texOf(text).replace(/\\text(backslash|brace(left|right)|asciicircum)\{\}|\\[$&_]/g, ''),
      text,
    ).not.toMatch(/[\\$&_]/)
  for (const title of ['{', '}', '}}{{', '\\{', '$\\{$', '{\\alpha', '\\frac{a}{', '_{'])
    expect(entriesOf(toBibtex(aPaper({ title }))), title).toHaveLength(1)
})

test('braces are balanced whatever a paper is called and whoever wrote it', () => {
  const bits = fc.constantFrom(
    ...[
      '{',
      '}',
      '\\',
      '$',
      '_',
      '^',
      '\\frac',
      '\\alpha',
      '{a}',
      '\\{',
      ' ',
      'and',
      'π',
      '₀',
      '²',
      'é',
      'ế',
      'x',
      '1',
      '%',
      ',',
      '@misc',
      ' Jr.',
      ' Team',
    ],
  )
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(bits, { maxLength: 16 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(any, any, (title, author) => {
      const bibtex = toBibtex(aPaper({ title, authors: [author, 'Ada Lovelace'], categories: [title] }))
      expect(entriesOf(bibtex)).toEqual([bibtex.trim()])
      expect(bibtex.replace(/\\[$%&#_ ]/g, '').match(/\$/g)?.length ?? 0).toSatisfy(
        (count: number) => count % 2 === 0,
      )
      expect(bibtex.match(/^@misc\{[a-z0-9]+,$/gm)).toHaveLength(1)
    }),
    { numRuns: 1_000 },
  )
})

test('no two entries of a file have the same key', () => {
  const papers = ['2601.00001', '2601.00002', 'hep-th/9901001'].map((id) => aPaper({ id }))
  expect(toBibliography(papers).match(/(?<=^@misc\{)[^,]*/gm)).toEqual([
    'lovelace2026learnable',
    'lovelace2026learnable260100002',
    'lovelace2026learnablehepth9901001',
  ])
})
