import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { longDay, shortDay } from '../wording/days.ts'
import { editionPage, paperLinks, paperPage } from '../wording/links.ts'

type Paper = { paper: EditionPaper; editionDate: string | null; publicUrl: string }

/** A paper in full, as html without styles: a feed reader has its own. */
export const PaperContent = ({ paper, editionDate, publicUrl }: Paper) => (
  <>
    <p>
      <strong>{paper.reason}</strong>
    </p>
    {paper.authors.length > 0 && (
      <p>
        {[paper.authors.join(', '), paper.organizationName ?? paper.organization].filter(Boolean).join(' · ')}
      </p>
    )}
    {paper.abstract && <p>{paper.abstract}</p>}
    <p>
      {paperLinks(paper, paper.score.parts.stars).map(({ label, href }, index) => (
        <>
          {index > 0 && ' · '}
          <a href={href}>{label}</a>
        </>
      ))}
    </p>
    <p>
      {[
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

/** An edition as a list of its papers, each with its reason. */
export const EditionContent = ({ edition, publicUrl }: { edition: Edition; publicUrl: string }) => (
  <>
    {edition.note && <p>{edition.note}</p>}
    {edition.papers.length > 0 && (
      <ol>
        {edition.papers.map((paper) => (
          <li>
            <a href={paperPage(publicUrl, paper.id)}>{paper.title}</a>
            <br />
            {paper.reason}
          </li>
        ))}
      </ol>
    )}
  </>
)
