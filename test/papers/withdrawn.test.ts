import { expect, test } from 'vitest'
import { withdrawalNotice, withdrawalOf } from '../../src/papers/withdrawn.ts'

test('a paper that its authors took back is withdrawn by them', () => {
  for (const note of [
    'This paper has been withdrawn',
    'This paper is now withdrawn',
    'The authors have withdrawn this paper',
    'The first author has withdrawn this manuscript due to an error',
    'We have withdrawn this submission; a corrected one will follow',
    'Withdrawn',
    'Withdrawn due to an error in Lemma 2',
    'withdrawn: the proof of Theorem 1 is wrong',
    'Paper withdrawn by the author',
    'Paper is withdrawn due to a sign error',
    'Withdrew the paper, resubmit a rewritten version',
    'The paper has been withdrawn because it will undergo a major revision. The revised version will differ',
    '9 pages. This paper was submitted by mistake and has now been withdrawn',
    'This manuscript has been retracted from publication',
    'This work is temporarily withdrawn for corrections',
    'Due to errors in the previous version, this paper has been withdrawn',
    'This paper has been withdrawn from arXiv by the authors',
    'This preprint is being withdrawn at the request of the authors',
    'This paper was withdrawn as the original version of Theorem 2 is false',
  ])
    expect(withdrawalOf(note, 'We study steering.'), note).toBe('authors')
})

test('a paper that arXiv took away is not withdrawn by its authors', () => {
  for (const note of [
    'arXiv admin note: This version has been removed by arXiv administrators as the submitter did not have the right to agree to the license at the time of submission',
    'arXiv admin comment: This version has been removed by arXiv administrators due to incorrect authorship',
    'This paper has been removed by arXiv administrators because it plagiarizes hep-th/0308070',
    'arXiv admin note: This paper has been withdrawn by arXiv due to unverifiable authorship and affiliation',
    'This submissions has been withdrawn by arXiv administrators because it contains fictitious content',
    '12 pages. Removed by arXiv administrators',
    'This submission is withdrawn by the arXiv',
  ]) {
    expect(withdrawalOf(note, ''), note).toBe('arxiv')
    expect(withdrawalNotice({ comment: note, abstract: '' })).toBe('arXiv has removed this paper.')
  }
  expect(withdrawalNotice({ comment: 'Withdrawn', abstract: '' })).toBe(
    'Its authors have withdrawn this paper.',
  )
  expect(withdrawalNotice({ comment: null, abstract: 'We study.' })).toBe('This paper has been withdrawn.')
})

test('a paper of which something else was withdrawn is there', () => {
  for (const note of [
    '12 pages. This submission was withdrawn from ICLR 2026',
    'Major revision; the previous version has been withdrawn',
    'Withdrawn from ICLR 2026',
    'Withdrawn ICLR 2026 submission',
    'Submitted to ICLR 2026 and later withdrawn',
    'We withdrew this paper from NeurIPS 2025',
    'This paper was voluntarily withdrawn from the conference',
    'The original version was withdrawn; this is a corrected one',
    'v2 was withdrawn by mistake',
    'Supersedes the withdrawn paper arXiv:2301.00001',
    'arXiv:2301.00001 has been withdrawn by the authors; this replaces it',
    'arXiv admin note: text overlap with arXiv:2301.00001',
    'This paper has not been withdrawn',
    'On money withdrawn from banks',
    'The earlier version (v1) has been removed by arXiv administrators',
    '12 pages, 3 figures',
    '',
  ])
    expect(withdrawalOf(note, 'We study when products have been withdrawn by firms.'), note).toBe(null)
})

test('an abstract says that the paper is gone, or speaks of other things', () => {
  expect(withdrawalOf('', 'This paper has been withdrawn by the author.')).toBe('authors')
  expect(withdrawalOf('', 'Withdrawn.')).toBe('authors')
  expect(withdrawalOf('', 'This submission has been removed by arXiv administrators.')).toBe('arxiv')
  for (const abstract of [
    'We study when products have been withdrawn by firms.',
    'The paper studies why articles are withdrawn by arXiv administrators.',
    'The authors of this paper ask when a study is withdrawn.',
  ])
    expect(withdrawalOf('', abstract), abstract).toBe(null)
})
