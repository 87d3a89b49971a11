/** Who withdrew a paper: its authors, or arXiv. */
export type Withdrawal = 'authors' | 'arxiv'

const NOUN = '(?:paper|article|submission|manuscript|preprint|e-?print|work|version|draft|report|study)s?'
const GONE = '(?:withdrawn|retracted|removed by (?:the )?arxiv)'

/**
 * `This paper is now withdrawn`, `This version has been removed by arXiv administrators`, and with
 * a clause in between.
 */
const SAID = new RegExp(
  `\\b(?:this|the|our|present)\\s+(?:\\w+\\s+){0,2}?${NOUN}\\b[^.;]{0,80}?\\b(?:is|are|was|were|been|being)\\s+(?:\\w+\\s+){0,2}?${GONE}\\b`,
)
/** The same for an abstract, which may speak of other things: the words must be close together. */
const SAID_AT_ONCE = new RegExp(
  `\\b(?:this|the)\\s+${NOUN}\\s+(?:is|was|has been|is being)\\s+(?:now |temporarily |hereby |currently )?${GONE}\\b`,
)
/** `The authors have withdrawn this paper`, `We withdraw it`. */
const DONE = new RegExp(
  `\\b(?:authors?|we|i)\\b[^.;]{0,40}?\\b(?:withdr(?:aw|ew|awn|awing)|retract(?:ed)?)\\s+(?:it|(?:this|the|our|my)\\s+(?:\\w+\\s+)?${NOUN})\\b`,
)
/**
 * `Withdrawn due to an error`, `Paper withdrawn by the author`, `Withdrew the paper`; not
 * `Withdrawn ICLR submission`.
 */
const BRIEF = new RegExp(
  `^\\W*(?:${NOUN}\\s+(?:is\\s+|was\\s+|has\\s+been\\s+)?)?(?:temporarily\\s+)?(?:withdrawn|retracted)(?=\\s*(?:$|[.,:()\\]\\u2013\\u2014-]|\\b(?:by|due|because|as|for|since|until|pending|owing|on|to|in order|from arxiv)\\b))|^\\W*withdr[ae]w(?:ing)?\\s+(?:this|the|our)\\s+${NOUN}\\b`,
)
const BY =
  /\b(?:withdrawn|retracted)\s+by\s+(?:the\s+)?(?:\w+\s+)?(?:authors?|arxiv|submitter)\b|\bremoved\s+by\s+(?:the\s+)?arxiv\b/

/** Another version or paper was withdrawn: `the previous version has been withdrawn`. */
const OTHER = new RegExp(
  `\\b(?:previous|earlier|older|prior|first|original|initial|former|old|another|other|related|companion|conference|workshop)\\s+(?:\\w+\\s+)?${NOUN}\\b[^.;,]{0,30}?\\b(?:withdrawn|retracted|removed)|\\b(?:v\\d+|arxiv:[\\w./-]+)\\s+(?:is|was|has)\\b[^.;,]{0,20}(?:withdrawn|retracted|removed)`,
)
/** The paper was withdrawn from a venue, or was not withdrawn. */
const ELSEWHERE =
  /\b(?:withdrawn|retracted)\s+(?:\w+\s+)?(?:from\s+(?!(?:the\s+)?arxiv\b|publication\b)|during\b)|\b(?:withdr[ae]wn?|retract(?:ed)?)\b.*\bfrom\s+(?!(?:the\s+)?arxiv\b|publication\b)|\bnot\s+(?:been\s+)?(?:withdrawn|retracted)/

/** How much of an abstract is read for a withdrawal (UTF-16 units). */
const OPENING = 300

/**
 * Whether a paper was withdrawn. arXiv keeps such papers and has no field for it; the note, and
 * often the abstract, says so in words. Null for a paper that still exists, whatever was withdrawn
 * elsewhere.
 */
export function withdrawalOf(note: string, abstract: string): Withdrawal | null {
  const noted = sentencesOf(note).filter(
    (one) => BRIEF.test(one) || SAID.test(one) || DONE.test(one) || BY.test(one),
  )
  const fromAbstract = sentencesOf(abstract.slice(0, OPENING)).filter(
    (one) =>
      /^\W*withdrawn\W*$/.test(one) ||
      SAID_AT_ONCE.test(one) ||
      /^the authors? (?:have|has) withdrawn this/.test(one),
  )
  const said = [...noted, ...fromAbstract].find((one) => !OTHER.test(one) && !ELSEWHERE.test(one))
  if (said === undefined) return null
  if (/\bby\s+(?:the\s+)?(?:\w+\s+)?(?:authors?|submitter)\b/.test(said)) return 'authors'
  return /\bby\s+(?:the\s+)?arxiv\b|\barxiv admin/.test(said) ? 'arxiv' : 'authors'
}

const sentencesOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[.;!?]+(?=\s|$)|\n/)
    .map((one) => one.trim())
    .filter(Boolean)

/** The sentence for readers of a withdrawn paper: who withdrew it, if its note says so. */
export function withdrawalNotice(paper: { comment: string | null; abstract: string }): string {
  const by = withdrawalOf(paper.comment ?? '', paper.abstract)
  if (by === 'arxiv') return 'arXiv has removed this paper.'
  return by === 'authors' ? 'Its authors have withdrawn this paper.' : 'This paper has been withdrawn.'
}
