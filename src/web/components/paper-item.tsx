import { organizationPath } from '../../lists/list-names.ts'
import type { Paper } from '../../papers/paper.ts'
import type { EditionPaper } from '../../ranking/edition.ts'
import type { Score } from '../../ranking/score.ts'
import { type PaperLink, paperLinks } from '../../wording/links.ts'
import { byline } from '../../wording/words.ts'

type Props = {
  paper: EditionPaper
  /** Level of the title in the page's outline. */
  level?: 2 | 3
  /** Text in the place of the whole abstract. */
  abstract?: string
}

/** A paper in full: rank, title, authors, reason, abstract, links. */
export const PaperItem = ({ paper, level = 2, abstract = paper.abstract }: Props) => {
  const Title = level === 2 ? 'h2' : 'h3'
  return (
    <article class="paper">
      <div class="rank">{paper.position}</div>
      <div>
        <Title>
          <a href={`/papers/${paper.id}`}>{paper.title}</a>
        </Title>
        <p class="byline">
          {byline(paper.authors)}
          <Organization paper={paper} />
        </p>
        <p class={isSilent(paper.score) ? 'reason silent' : 'reason'}>{paper.reason}</p>
        <p class="abstract">{abstract}</p>
        <Links links={paperLinks(paper, paper.score.parts.stars)} />
      </div>
    </article>
  )
}

/** Whose paper it is, behind its authors, where somebody said. */
export const Organization = ({
  paper: { organization, organizationName },
}: {
  paper: Partial<Pick<Paper, 'organization' | 'organizationName'>>
}) =>
  organization ? (
    <>
      {' · '}
      <a href={organizationPath(organization)}>{organizationName ?? organization}</a>
    </>
  ) : null

/** Nothing was counted for it yet: its line gives no reason, and should not look like one. */
export const isSilent = ({ parts }: Score) =>
  parts.upvotes === null && parts.stars === null && parts.points === null

/** Papers in a line each, under a heading. */
export const BriefList = ({ papers }: { papers: readonly EditionPaper[] }) => (
  // The numeral is part of the text: a list's own would start at 1.
  <ul class="briefs">
    {papers.map((paper) => (
      <li>
        <span class="rank">{paper.position}</span>
        <div>
          <a href={`/papers/${paper.id}`}>{paper.title}</a>
          <p class="fine">{paper.reason}</p>
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
