import { RETENTION } from '../../subscribers/retention.ts'
import { Layout } from '../components/layout.tsx'

/** What is stored about people and until when, in the words of `docs/privacy.md`. */
export const PrivacyPage = ({ publicUrl, operator }: { publicUrl: string; operator: string }) => (
  <Layout
    title="Privacy"
    description="What is stored of readers, why, and until when."
    url={`${publicUrl}/privacy`}
  >
    <h1 class="title">Privacy</h1>
    <p class="lede">
      If you only read, nothing about you is stored. If you get a digest, your address is. Nothing is tracked:
      no pixel, no rewritten link, no cookie.
    </p>
    <section class="section">
      <h2>What is stored, and until when</h2>
      <dl class="rows">
        {RETENTION.map(({ what, why, until }) => (
          <>
            <dt>{what}</dt>
            <dd>
              Why: {why}. Until: {until}.
            </dd>
          </>
        ))}
      </dl>
      <p>
        What is due is forgotten within an hour. Our mail provider keeps its own log of the mails it took; a
        check against programs, where the signup has one, is Cloudflare’s.
      </p>
    </section>
    <section class="section">
      <h2>What you can do</h2>
      <p>
        Every mail of ours has a link to a page where you can download your data, erase them, or subscribe
        again, whatever the state of your subscription. No mail left?{' '}
        <a href="/preferences">Have a link mailed</a>.
      </p>
      <p>Responsible: {operator}.</p>
    </section>
  </Layout>
)
