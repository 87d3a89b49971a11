import { organizationPath } from '../../lists/list-names.ts'
import type { Paper } from '../../papers/paper.ts'
import type { EditionPaper } from '../../ranking/edition.ts'
import { splitGain } from '../../ranking/reason.ts'
import type { Score } from '../../ranking/score.ts'
import { shortDay } from '../../wording/days.ts'
import { type PaperLink, paperLinks } from '../../wording/links.ts'
import { paperLine } from '../../wording/paper-line.ts'
import { shownLead } from '../../wording/shown-lead.ts'
import { byline } from '../../wording/words.ts'

type Props = {
  paper: EditionPaper
  /** Level of the title in the page's outline. */
  level?: 2 | 3
  /** The day (date) on which it was picked before any list had it. */
  pickedOn?: string | null
  /** True to show the whole abstract too, folded. */
  whole?: boolean
}

/** A paper in full: rank, title, authors, lead, reason, links. */
export const PaperItem = ({ paper, level = 2, pickedOn = null, whole = false }: Props) => {
  const Title = level === 2 ? 'h2' : 'h3'
  return (
    <article class="paper">
      <div class="rank">{paper.position}</div>
      <div>
        <Title>
          <TitleLink paper={paper} />
        </Title>
        <p class="byline">
          {byline(paper.authors, paper.moreAuthors)}
          <span>
            <Organization paper={paper} />
            {paperLine({ ...paper, organization: null, organizationName: null })}
          </span>
        </p>
        <LeadText paper={paper} />
        <Reason reason={paper.reason} score={paper.score} />
        <EarlyBadge day={pickedOn} />
        {whole && paper.abstract !== '' && (
          <details class="whole">
            <summary>Abstract</summary>
            <p class="abstract">{paper.abstract}</p>
          </details>
        )}
        <Links links={paperLinks(paper)} />
      </div>
    </article>
  )
}

/** Says that a paper was picked before any list had it. */
export const EarlyBadge = ({ day }: { day: string | null }) =>
  day && (
    <p class="badge">
      <a href="/early/record">Early pick</a> of <time datetime={day}>{shortDay(day)}</time>
    </p>
  )

/** Struck through if the paper was withdrawn here. */
const TitleLink = ({ paper: { id, title, withdrawn } }: { paper: EditionPaper }) => (
  <a href={`/papers/${id}`}>{withdrawn ? <s>{title}</s> : title}</a>
)

type Lead = Parameters<typeof shownLead>[0]

/** The sentence shown first, and its source if not the authors. */
export const LeadText = ({ paper }: { paper: Lead }) => {
  const { text, source } = shownLead(paper)
  return text === '' ? null : (
    <p class="abstract">
      {source && <span class="source">{source}: </span>}
      {text}
    </p>
  )
}

/** The reason, with the gain in bold. */
export const Reason = ({ reason, score }: { reason: string; score: Score }) => {
  const { before, gain, rest } = splitGain(reason)
  return (
    <p class={isSilent(score) ? 'reason silent' : 'reason'}>
      {before}
      {gain && <b>{gain}</b>}
      {rest}
    </p>
  )
}
/** The organisation a paper is from, if a source named one. */
export const Organization = ({
  paper: { organization, organizationName },
}: {
  paper: Partial<Pick<Paper, 'organization' | 'organizationName'>>
}) =>
  organization ? (
    <>
      <a href={organizationPath(organization)}>{organizationName ?? organization}</a>
      {' · '}
    </>
  ) : null

/**
 * True if nothing was counted for it yet: then its line is no reason, and should not look like one.
 */
export const isSilent = ({ parts }: Score) =>
  parts.upvotes === null && parts.stars === null && parts.points === null

/** Papers in one line each, under a heading. */
export const BriefList = ({ papers }: { papers: readonly EditionPaper[] }) => (
  // The numeral is part of the text, because a list's own would start at 1.
  <ul class="briefs">
    {papers.map((paper) => (
      <li>
        <span class="rank">{paper.position}</span>
        <div>
          <TitleLink paper={paper} />
          <Reason reason={paper.reason} score={paper.score} />
          <EarlyBadge day={paper.pickedOn ?? null} />
          <p class="byline">{paperLine(paper)}</p>
        </div>
      </li>
    ))}
  </ul>
)

export const Links = ({ links }: { links: readonly PaperLink[] }) => (
  <p class="links">
    {links.map(({ label, href }) => (
      <>
        <a href={href}>{label}</a>{' '}
      </>
    ))}
  </p>
)
