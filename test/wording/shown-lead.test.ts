import { expect, test } from 'vitest'
import { paperLine } from '../../src/wording/paper-line.ts'
import { leadFor, shownLead } from '../../src/wording/shown-lead.ts'

const paper = {
  title: 'Tide: A Clock',
  abstract: 'Clocks are old. We propose Tide, a clock that follows the moon. It is free.',
}
const NEW = 'We propose Tide, a clock that follows the moon.'
const summary = 'Tide is a lunar clock.'

test('the lead is the authors’ sentence, or Hugging Face’s where it is wanted and there is one', () => {
  expect(leadFor({ ...paper, summary }, 'own')).toEqual({ sentence: NEW, result: null, by: 'authors' })
  expect(leadFor({ ...paper, summary }, 'huggingface')).toEqual({
    sentence: summary,
    result: null,
    by: 'huggingface',
  })
  expect(leadFor({ ...paper, summary: null }, 'huggingface')?.sentence).toBe(NEW)
  // Asked again the answer is the same.
  expect(leadFor(paper, 'own')).toEqual(leadFor(paper, 'own'))
})

test('what is shown is the frozen lead; an edition from before there were leads shows the one it would have', () => {
  expect(shownLead({ ...paper, lead: { sentence: 'A.', result: 'B.', by: 'authors' } })).toEqual({
    text: 'A. B.',
    source: null,
  })
  expect(shownLead({ ...paper, lead: { sentence: 'A.', result: null, by: 'huggingface' } })).toEqual({
    text: 'A.',
    source: 'Hugging Face’s summary',
  })
  expect(shownLead(paper)).toEqual({ text: NEW, source: null })
})

test('without a lead the opening of the abstract is shown, if there is an abstract', () => {
  expect(shownLead({ title: 'A', abstract: '', lead: null }).text).toBe('')
  expect(shownLead({ title: 'A', abstract: 'word '.repeat(400), lead: null }).text).toMatch(/^word .*word…$/)
})

test('the line of a paper holds what is known: organisation, primary category, date', () => {
  const publishedAt = Date.UTC(2026, 0, 20)
  expect(
    paperLine({
      organization: 'alibaba',
      organizationName: 'Alibaba',
      categories: ['cs.CL', 'cs.LG'],
      publishedAt,
    }),
  ).toBe('Alibaba · cs.CL · 20 January 2026')
  expect(paperLine({ categories: [], publishedAt })).toBe('20 January 2026')
  expect(paperLine({ organization: null, categories: ['cs.CL'], publishedAt: null })).toBe('cs.CL')
  expect(paperLine({ categories: [], publishedAt: null })).toBe('')
})
