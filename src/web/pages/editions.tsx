import type { Edition } from '../../ranking/edition.ts'
import { longDay } from '../../wording/days.ts'
import { headOf } from '../../wording/short-name.ts'
import { grouped } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'
import { useBrand } from '../components/site-brand.tsx'

export type EditionsPageProps = {
  publicUrl: string
  /** Newest first. */
  editions: readonly Edition[]
}

/** The archive: every edition with its first titles. */
export const EditionsPage = ({ publicUrl, editions }: EditionsPageProps) => {
  const { name } = useBrand()
  return (
    <Layout
      title="Archive"
      description={`Every edition of ${name}: the research papers that were rising, day by day.`}
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
              <TopTitles edition={edition} />
            </li>
          ))}
        </ol>
      )}
    </Layout>
  )
}

/** Titles shown of an edition (count). */
const TOP = 3

/** One title a line, up to its first colon. */
const TopTitles = ({ edition: { papers, note } }: { edition: Edition }) =>
  papers.length === 0 ? (
    <p>{note}</p>
  ) : (
    <>
      <ul>
        {papers.slice(0, TOP).map(({ title }) => (
          <li>{headOf(title) || title}</li>
        ))}
      </ul>
      {papers.length > TOP && <p class="fine">and {grouped(papers.length - TOP)} more</p>}
    </>
  )
