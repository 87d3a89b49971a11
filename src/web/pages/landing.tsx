import type { ShelfPaper } from '../../db/early-picks.ts'
import type { Edition } from '../../ranking/edition.ts'
import { longDay } from '../../wording/days.ts'
import { FEEDS, Layout } from '../components/layout.tsx'
import { WaveRule } from '../components/logo.tsx'
import { NextEdition } from '../components/next-edition.tsx'
import { SignupForm } from '../components/signup-form.tsx'
import { useBrand } from '../components/site-brand.tsx'
import { EditionPapers } from './edition.tsx'

export type LandingPageProps = {
  publicUrl: string
  /** The newest edition with papers; null before the first. */
  edition: Edition | null
  /** The best early picks that are on no list yet. */
  early: readonly Pick<ShelfPaper, 'id' | 'title' | 'reason'>[]
  /** IANA name guessed from the request; the form's default. */
  timezone: string
  /** When the next edition is expected (ms, UTC). */
  next: number
}

/** What the product is, the signup, the newest edition. */
export const LandingPage = ({ publicUrl, edition, early, timezone, next }: LandingPageProps) => {
  const { name, claim } = useBrand()
  return (
    <Layout
      title={`${name}: rising research papers, once a day`}
      description={claim}
      url={`${publicUrl}/`}
      current="Today"
    >
      <h1 class="title hero">{claim}</h1>
      <p class="lede">
        About five papers, each with the sentence that says what is new and the reason it is here, ten more in
        a line, and nothing you were sent before.
      </p>
      <SignupForm timezone={timezone} />
      <WaveRule />
      <section class="section">
        {edition ? (
          <>
            <h2>
              <a class="quiet" href={`/editions/${edition.date}`}>
                <time datetime={edition.date}>{longDay(edition.date)}</time>
              </a>
            </h2>
            <EditionPapers edition={edition} level={3} />
            <p class="fine">
              The next edition comes on <NextEdition at={next} />.
            </p>
          </>
        ) : (
          <>
            <h2>The first edition is on its way</h2>
            <p>
              It is made within an hour of the sources’ first answers, from the last list that has closed.
              After that, one comes in the night after every working day: the next on{' '}
              <NextEdition at={next} />. Until then, see <a href="/trending">what is trending</a>, or leave
              your address and get it by mail.
            </p>
          </>
        )}
      </section>
      {early.length > 0 && (
        <section class="section">
          <h2>
            <a class="quiet" href="/early">
              Not on the list yet
            </a>
          </h2>
          <p>
            Just announced, and picked by who wrote them, which does not say how good they are.{' '}
            <a href="/early/record">What became of earlier picks</a>
          </p>
          <ul class="similar">
            {early.map(({ id, title, reason }) => (
              <li>
                <a href={`/papers/${id}`}>{title}</a>
                <p class="reason">{reason}.</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="section">
        <h2>What you get, and what we refuse</h2>
        <p>
          Every paper comes with a reason: the votes and stars it gained, counted by us, and when. The formula
          is public and is stored with each edition, so anyone can check a ranking.
        </p>
        <p>
          There is no account and no password. We do not track: no pixel, no rewritten link, no cookie, no
          script of ours. A link in every mail ends the subscription.
        </p>
      </section>
      <section class="section" id="feeds">
        <h2>Or take the feed</h2>
        <p>
          The same papers, one item each as it enters an edition. No key needed. Every{' '}
          <a href="/trending">list</a>, <a href="/search">search</a> and author’s page is a feed as well, with
          the filters you set.
        </p>
        <p class="links">
          {FEEDS.map(({ href, format }) => (
            <>
              <a href={href}>{format}</a>{' '}
            </>
          ))}
          <a href="/editions.xml">Editions (RSS)</a> <a href="/feeds.opml">All categories (OPML)</a>
        </p>
      </section>
    </Layout>
  )
}
