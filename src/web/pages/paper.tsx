import { longDay, shortDay } from '../../digest/days.ts'
import { paperLinks, paperPage } from '../../digest/links.ts'
import { clip, counted, opening } from '../../digest/words.ts'
import { toBibtex } from '../../feeds/bibtex.ts'
import type { Observation } from '../../trending/observation.ts'
import type { Paper } from '../../trending/paper.ts'
import type { Score } from '../../trending/score.ts'
import { Layout } from '../layout.tsx'
import { authorPath } from '../list-names.ts'
import { Links } from './paper-item.tsx'
import { ScoreTable } from './score-table.tsx'
import { TideChart } from './tide-chart.tsx'

export type PaperPageProps = {
  publicUrl: string
  paper: Paper
  score: Score
  receipt: string
  /** Ascending; what the curve is drawn from. */
  observations: readonly Observation[]
  /** Where it was mailed, if it was. */
  edition: { date: string; position: number } | null
  /** Papers with much the same words, likest first. */
  similar: readonly { id: string; title: string }[]
}

/** Authors shown before the fold (count). */
const SHOWN = 20

/** A paper: everything known. */
export const PaperPage = ({
  publicUrl,
  paper,
  score,
  receipt,
  observations,
  edition,
  similar,
}: PaperPageProps) => (
  <Layout
    title={clip(paper.title, 120)}
    description={opening(paper.abstract, 200)}
    url={paperPage(publicUrl, paper.id)}
    alternates={[
      { type: 'text/markdown', title: 'This paper (Markdown)', href: `/papers/${paper.id}.md` },
      { type: 'application/x-bibtex', title: 'This paper (BibTeX)', href: `/papers/${paper.id}.bib` },
    ]}
  >
    <article>
      <h1 class="title">{paper.title}</h1>
      <Names authors={paper.authors} />
      {paper.withdrawn && <p class="notice">Its authors have withdrawn this paper.</p>}
      <p class="receipt">{receipt}</p>
      <Links links={paperLinks(paper, score.parts.stars)} />
      <section class="section">
        <h2>Abstract</h2>
        <p class="abstract">{paper.abstract}</p>
      </section>
      <section class="section">
        <h2>Attention</h2>
        <TideChart observations={observations} />
        <ScoreTable score={score} />
      </section>
      <section class="section">
        <h2>About the paper</h2>
        <dl class="facts">
          {paper.categories.length > 0 && (
            <>
              <dt>Categories</dt>
              <dd>
                {paper.categories.map((name, index) => (
                  <>
                    {index > 0 && ', '}
                    <a href={`/new?category=${encodeURIComponent(name)}`}>{name}</a>
                  </>
                ))}
              </dd>
            </>
          )}
          {facts(paper).map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
          <dt>Mailed</dt>
          <dd>
            {edition ? (
              <>
                <a href={`/editions/${edition.date}`}>{longDay(edition.date)}</a>, number {edition.position}
              </>
            ) : (
              'not yet'
            )}
          </dd>
        </dl>
      </section>
      {similar.length > 0 && (
        <section class="section">
          <h2>Similar papers</h2>
          <ul class="similar">
            {similar.map(({ id, title }) => (
              <li>
                <a href={`/papers/${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="section">
        <h2>Cite it</h2>
        <pre class="bibtex" tabindex={0}>
          {toBibtex(paper)}
        </pre>
        <p class="links">
          <a href={`/papers/${paper.id}.bib`}>BibTeX</a> <a href={`/papers/${paper.id}.md`}>Markdown</a>
        </p>
      </section>
    </article>
  </Layout>
)

const Names = ({ authors }: { authors: readonly string[] }) => (
  <div class="names">
    <p>
      <Linked authors={authors.slice(0, SHOWN)} />
    </p>
    {authors.length > SHOWN && (
      <details>
        <summary>and {counted(authors.length - SHOWN, 'more author')}</summary>
        <p>
          <Linked authors={authors.slice(SHOWN)} />
        </p>
      </details>
    )}
  </div>
)

/** Each name leads to the list of its papers. */
const Linked = ({ authors }: { authors: readonly string[] }) => (
  <>
    {authors.map((author, index) => (
      <>
        {index > 0 && ', '}
        <a href={authorPath(author)}>{author}</a>
      </>
    ))}
  </>
)

function facts(paper: Paper): [string, string][] {
  const told: [string, string | null][] = [
    ['arXiv id', paper.version === null ? paper.id : `${paper.id}, version ${paper.version}`],
    ['Submitted', paper.publishedAt === null ? null : shortDay(paper.publishedAt)],
    ['Listed', paper.listedOn === null ? null : `${shortDay(paper.listedOn)}, on Hugging Face`],
    ['First seen', shortDay(paper.firstSeenAt)],
    ['Authors’ note', paper.comment],
  ]
  return told.filter((fact): fact is [string, string] => fact[1] !== null)
}
