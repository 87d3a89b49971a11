import type { Edition } from '../../ranking/edition.ts'
import { longDay } from '../../wording/days.ts'
import { clip, counted } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'

export type EditionsPageProps = {
  publicUrl: string
  /** Newest first. */
  editions: readonly Edition[]
}

/** The archive: every edition with its first titles. */
export const EditionsPage = ({ publicUrl, editions }: EditionsPageProps) => (
  <Layout
    title="Archive"
    description="Every edition of Papertide: the research papers that were rising, day by day."
    url={`${publicUrl}/editions`}
    current="Archive"
  >
    <h1 class="title">Archive</h1>
    <p class="lede">
      {editions.length > 0
        ? 'Every edition, exactly as it was published. A paper appears once, on the day it rose.'
        : 'The first edition is still being made. It appears here once the day’s lists have closed.'}
    </p>
    {editions.length > 0 && (
      <ol class="archive">
        {editions.map((edition) => (
          <li>
            <h2>
              <a href={`/editions/${edition.date}`}>
                <time datetime={edition.date}>{longDay(edition.date)}</time>
              </a>
            </h2>
            <p>{topTitles(edition)}</p>
            <p class="fine">{counted(edition.papers.length, 'paper')}</p>
          </li>
        ))}
      </ol>
    )}
  </Layout>
)

const topTitles = ({ papers, note }: Edition) =>
  papers.length === 0
    ? note
    : papers
        .slice(0, 3)
        .map((paper) => clip(paper.title, 90))
        // The dot ends a line rather than begins one.
        .join('\u00a0· ')
