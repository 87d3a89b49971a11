import { clockTime, isoInstant, longDay } from '../../digest/days.ts'
import type { EditionPaper } from '../../digest/edition.ts'
import { opening } from '../../digest/words.ts'
import { Layout } from '../layout.tsx'
import { PaperItem } from './paper-item.tsx'

export type TrendingPageProps = {
  publicUrl: string
  /** Best first. */
  papers: readonly EditionPaper[]
  /** Instant (ms, UTC) of the newest observation; null before the first. */
  observedAt: number | null
}

/** What rises right now, by rate; the mail has another order. */
export const TrendingPage = ({ publicUrl, papers, observedAt }: TrendingPageProps) => (
  <Layout
    title="Trending papers"
    description="Research papers gaining attention right now, each with the numbers that say why."
    url={`${publicUrl}/trending`}
    current="Trending"
  >
    <h1 class="title">Trending now</h1>
    <p class="lede">
      {papers.length > 0
        ? 'What is gaining attention fastest. The line under each title says why it is here, with its numbers.'
        : 'No votes have been observed yet. This list fills as soon as the first sources have answered.'}
    </p>
    {observedAt !== null && (
      <p class="fine">
        Last look at the sources: {longDay(observedAt)},{' '}
        <time datetime={isoInstant(observedAt)}>{clockTime(observedAt)}</time>
      </p>
    )}
    {papers.map((paper) => (
      <PaperItem paper={paper} abstract={opening(paper.abstract)} />
    ))}
  </Layout>
)
