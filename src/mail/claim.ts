import { briefHeading, type Edition, type EditionPaper } from '../ranking/edition.ts'
import { dayAndMonth, longDay, shortDay } from '../wording/days.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { counted } from '../wording/words.ts'
import { clipEscaped } from './clip-escaped.ts'
import { type DigestOptions, MAIL_LIMITS, type Moved } from './mail.ts'
import { PLACEHOLDER } from './placeholders.ts'

/** What a digest says of its papers; only that which holds for every reader of it. */
export function claimOf({ papers }: Edition, { only, week }: DigestOptions): string {
  const count = counted(papers.length, 'paper')
  if (week) return `${count}, the best of a week.`
  if (only && papers.some(({ listedOn }) => listedOn === null))
    return `${count}, new on the daily lists or from those you follow.`
  if (only) return `${count}, new on the daily lists.`
  // Its title may have been mailed as an early pick.
  if (papers.some(({ pickedOn }) => pickedOn !== undefined))
    return `${count}, none of which was in an edition before.`
  return `${count}, none of which we mailed before.`
}

const ORDER =
  'In order of the Hugging Face upvotes we expect each paper to have in the end: those it has, and what papers as old still gained.'
const OWN_ORDER =
  'In your own order: papers like those you marked “more like this” come earlier, those like “less like this” later, and the rest by the Hugging Face upvotes we expect each to have in the end.'

/** The order of a digest, explained. */
export const orderOf = ({ own }: DigestOptions): string => (own ? OWN_ORDER : ORDER)

/** Why a paper stands elsewhere than in the edition, before the name of the marked paper. */
export const movedFor = ({ up }: Moved): string => `${up ? 'Earlier' : 'Later'}, because you marked`
/** And behind it. */
export const markedAs = ({ up }: Moved): string => (up ? '.' : ' “less like this”.')

/** What a paper's two links say, and what they add to the reader's own link. */
export const markLinks = ({ id }: Pick<EditionPaper, 'id'>) => [
  { label: 'More like this', href: `${PLACEHOLDER.mark}&more=${id}` },
  { label: 'Less like this', href: `${PLACEHOLDER.mark}&less=${id}` },
]

/** What stands above early picks, and what they are. */
export const EARLY_HEADING = 'Not on the list yet'
export const EARLY_NOTE =
  'New on arXiv, and on no daily list when this mail was written. They are picked by who wrote them, which does not say how good they are.'

/** What is said of a paper that was picked before a list had it; empty when it was not. */
export const wordsOfPick = ({ pickedOn, listedOn }: Pick<EditionPaper, 'pickedOn' | 'listedOn'>): string =>
  pickedOn === undefined || listedOn === null ? '' : ` We had it on ${dayAndMonth(pickedOn)}.`

/** The heading of a digest: its day, or the last day of its week. */
export const headingOf = ({ date }: Edition, { week }: DigestOptions): string =>
  week ? `The week to ${shortDay(date)}` : longDay(date)

/**
 * What stands above the papers in a line. The reasons of a week are those of its days: what rose
 * then may not rise now.
 */
export const headingOfBrief = (brief: readonly EditionPaper[], { week }: DigestOptions): string =>
  week ? 'More of the week' : briefHeading(brief)

/**
 * What an inbox shows after the subject: the lead of the first paper, and of the next ones while
 * there is room.
 */
export function preheaderOf({ papers }: Edition): string {
  let text = ''
  for (const paper of papers) {
    if (text.length > MAIL_LIMITS.preheader / 2) break
    text = `${text} ${shownLead(paper).text}`.trim()
  }
  return clipEscaped(text, MAIL_LIMITS.preheader)
}
