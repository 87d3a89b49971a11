import { longDay, shortDay } from '../../digest/days.ts'
import { paperLinks, paperPage } from '../../digest/links.ts'
import { clip, counted, opening } from '../../digest/words.ts'
import type { Observation } from '../../trending/observation.ts'
import type { Paper } from '../../trending/paper.ts'
import type { Score } from '../../trending/score.ts'
import { Layout } from '../layout.tsx'
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
}

/** Authors shown before the fold (count). */
const SHOWN = 20

/** A paper: everything known. */
export const PaperPage = ({ publicUrl, paper, score, receipt, observations, edition }: PaperPageProps) => (
  <Layout
    title={clip(paper.title, 120)}
    description={opening(paper.abstract, 200)}
    url={paperPage(publicUrl, paper.id)}
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
    </article>
  </Layout>
)

const Names = ({ authors }: { authors: readonly string[] }) => (
  <div class="names">
    <p>{authors.slice(0, SHOWN).join(', ')}</p>
    {authors.length > SHOWN && (
      <details>
        <summary>and {counted(authors.length - SHOWN, 'more author')}</summary>
        <p>{authors.slice(SHOWN).join(', ')}</p>
      </details>
    )}
  </div>
)

function facts(paper: Paper): [string, string][] {
  const told: [string, string | null][] = [
    ['arXiv id', paper.version === null ? paper.id : `${paper.id}, version ${paper.version}`],
    ['Categories', paper.categories.join(', ') || null],
    ['Submitted', paper.publishedAt === null ? null : shortDay(paper.publishedAt)],
    ['Listed', paper.listedOn === null ? null : `${shortDay(paper.listedOn)}, on Hugging Face`],
    ['First seen', shortDay(paper.firstSeenAt)],
    ['Authors’ note', paper.comment],
  ]
  return told.filter((fact): fact is [string, string] => fact[1] !== null)
}
