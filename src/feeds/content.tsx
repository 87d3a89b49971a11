import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { longDay, shortDay } from '../wording/days.ts'
import { editionPage, paperLinks, paperPage } from '../wording/links.ts'
import { shownLead } from '../wording/shown-lead.ts'

/** Its place in the list or edition, and the reason for it. */
export const rankedReason = ({ position, reason }: Pick<EditionPaper, 'position' | 'reason'>) =>
  `Number ${position}: ${reason}`

type Paper = { paper: EditionPaper; editionDate: string | null; publicUrl: string }

/** A paper in full, as HTML without styles: a feed reader has its own. */
export const PaperContent = ({ paper, editionDate, publicUrl }: Paper) => (
  <>
    <Lead paper={paper} />
    <p>{rankedReason(paper)}</p>
    {paper.abstract && <p>{paper.abstract}</p>}
    <p>
      {paperLinks(paper).map(({ label, href }, index) => (
        <>
          {index > 0 && ' · '}
          <a href={href}>{label}</a>
        </>
      ))}
    </p>
    <p>
      {[
        paper.organizationName ?? paper.organization,
        `arXiv:${paper.id}`,
        paper.categories.join(', '),
        paper.publishedAt !== null && `first submitted on ${shortDay(paper.publishedAt)}`,
      ]
        .filter(Boolean)
        .join(' · ')}
      {editionDate && (
        <>
          {' · '}
          <a href={editionPage(publicUrl, editionDate)}>edition of {longDay(editionDate)}</a>
        </>
      )}
    </p>
  </>
)

const Lead = ({ paper }: { paper: EditionPaper }) => {
  const { text, source } = shownLead(paper)
  return text === '' ? null : (
    <p>
      {source && `${source}: `}
      <strong>{text}</strong>
    </p>
  )
}

/** An edition as a list of its papers, each with its lead and reason. */
export const EditionContent = ({ edition, publicUrl }: { edition: Edition; publicUrl: string }) => (
  <>
    {edition.operatorNote && <p>{edition.operatorNote}</p>}
    {edition.note && <p>{edition.note}</p>}
    {edition.papers.length > 0 && (
      <ol>
        {edition.papers.map((paper) => (
          <li>
            <a href={paperPage(publicUrl, paper.id)}>{paper.title}</a>
            <br />
            {shownLead(paper).text}
            <br />
            {paper.reason}
          </li>
        ))}
      </ol>
    )}
  </>
)
