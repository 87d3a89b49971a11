import { briefHeading, countedPapers, type Edition } from '../../ranking/edition.ts'
import { clockTime, isoInstant, longDay } from '../../wording/days.ts'
import { editionPage } from '../../wording/links.ts'
import { clip } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'
import { BriefList, PaperItem } from '../components/paper-item.tsx'

export type EditionPageProps = {
  publicUrl: string
  edition: Edition
  /** Date (`YYYY-MM-DD`) of the previous edition. */
  before: string | null
}

/** One edition, as it was frozen. */
export const EditionPage = ({ publicUrl, edition, before }: EditionPageProps) => {
  const top = edition.papers[0]
  return (
    <Layout
      title={`Rising papers, ${longDay(edition.date)}`}
      description={
        top ? `${clip(top.title, 120)}, and more papers of the day.` : (edition.note ?? 'No papers.')
      }
      url={editionPage(publicUrl, edition.date)}
      embedded={editionPage(publicUrl, edition.date)}
      current="Archive"
    >
      <h1 class="title">
        <time datetime={edition.date}>{longDay(edition.date)}</time>
      </h1>
      <p class="lede">
        {edition.papers.length > 0 ? `${countedPapers(edition)}, published at ` : 'Noted at '}
        <time datetime={isoInstant(edition.publishedAt)}>{clockTime(edition.publishedAt)}</time>.
      </p>
      <EditionPapers edition={edition} level={2} whole />
      <nav class="turn" aria-label="Editions">
        {before && (
          <a rel="prev" href={`/editions/${before}`}>
            ← {longDay(before)}
          </a>
        )}
        <a href="/editions">All editions</a>
      </nav>
    </Layout>
  )
}

type EditionPapersProps = {
  edition: Edition
  level: 2 | 3
  whole?: boolean
}

/** The papers of an edition with its note; also the main part of the landing page. */
export const EditionPapers = ({ edition, level, whole = false }: EditionPapersProps) => {
  const Heading = level === 2 ? 'h2' : 'h3'
  const brief = edition.papers.filter((paper) => paper.depth === 'brief')
  return (
    <>
      {edition.operatorNote && <p class="notice lines">{edition.operatorNote}</p>}
      {edition.note && <p class="notice">{edition.note}</p>}
      {edition.papers
        .filter((paper) => paper.depth === 'full')
        .map((paper) => (
          <PaperItem paper={paper} level={level} pickedOn={paper.pickedOn ?? null} whole={whole} />
        ))}
      {brief.length > 0 && (
        <section class="section">
          <Heading class="heading">{briefHeading(brief)}</Heading>
          <BriefList papers={brief} />
        </section>
      )}
    </>
  )
}
