import type { Post } from '../channels/channel.ts'
import type { ChannelPost } from '../db/channel-posts.ts'
import { editionDates, editionsBetween } from '../db/digests.ts'
import type { Schedule } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { headingOf } from '../mail/claim.ts'
import { MAIL_LIMITS, type Only } from '../mail/mail.ts'
import { selectVariant, variantOf } from '../mail/variants.ts'
import { countedPapers, type Edition } from '../ranking/edition.ts'
import { dayOf } from '../subscribers/schedule.ts'
import { addDays } from '../time/dates.ts'
import { editionPage, paperPage } from '../wording/links.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { byline, clip, counted } from '../wording/words.ts'
import { topicEditionSince } from './compose-topics.ts'

/** Editions that are looked back for (days): those of a week's digest, and one before it. */
const LOOK_BACK = 20
/** The longest note that a channel gets (UTF-16 units). */
const NOTE = 300

/** What a channel gets on a local date, as it stands now; null when there is no paper for it. */
export async function composePost(
  deps: Deps,
  schedule: Schedule,
  { localDate, editionDate, given }: Pick<ChannelPost, 'localDate' | 'editionDate' | 'given'>,
): Promise<Post | null> {
  const day = dayOf(schedule, localDate)
  if (day === null) return null
  const week = schedule.kind === 'weekly'
  if (schedule.topics !== '') {
    const published = await editionDates(deps.db, addDays(editionDate, -LOOK_BACK), deps.now())
    const due = { schedule, edition: editionDate, from: day.from, given }
    const made = await topicEditionSince(deps, due, published)
    return made && postOf(made.edition, deps.config.PUBLIC_URL, week, made.only)
  }
  const editions = await editionsBetween(
    deps.db,
    week ? addDays(day.to, -6) : editionDate,
    week ? day.to : editionDate,
  )
  const chosen = selectVariant(editions, variantOf(schedule.kind, schedule.papers))
  return chosen ? postOf(chosen, deps.config.PUBLIC_URL, week, null) : null
}

/** An edition, or a part of one, in the texts of its mail. */
function postOf(edition: Edition, publicUrl: string, week: boolean, only: Only | null): Post | null {
  const { date, publishedAt, papers, note, state, operatorNote } = edition
  if (papers.length === 0) return null
  const count = week || only ? counted(papers.length, 'paper') : countedPapers(edition)
  const notes = [
    only ? `Only papers ${clip(only.words, MAIL_LIMITS.words)}.` : '',
    operatorNote ? clip(operatorNote, NOTE) : '',
    state === 'partial' && note ? clip(note, NOTE) : '',
  ]
  return {
    title: `${headingOf(edition, { week })}: ${count}`,
    date,
    publishedAt,
    notes: notes.filter(Boolean),
    url: only?.url ?? editionPage(publicUrl, date),
    papers: papers.map((paper) => {
      const { text, source } = shownLead(paper)
      return {
        position: paper.position,
        id: paper.id,
        url: paperPage(publicUrl, paper.id),
        title: clip(paper.title, MAIL_LIMITS.title),
        authors: byline(paper.authors, paper.moreAuthors),
        lead: `${source ? `${source}: ` : ''}${clip(text, MAIL_LIMITS.lead)}`,
        reason: clip(paper.reason, MAIL_LIMITS.reason),
      }
    }),
  }
}
