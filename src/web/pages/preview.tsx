import type { Edition } from '../../ranking/edition.ts'
import { longDay } from '../../wording/days.ts'
import { counted } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'
import { EditionPapers } from './edition.tsx'

/** The next edition as it would be now, for the operator. */
export const PreviewPage = ({ edition }: { edition: Edition }) => (
  <Layout title="Preview" description="For who runs this site." url={null}>
    <h1 class="title">Preview: {longDay(edition.date)}</h1>
    <p class="lede">
      {counted(edition.papers.length, 'paper')}, if the edition were made now. It changes until it is
      published.
    </p>
    <p class="onward">
      <a href="/operator/preview/mail">As a mail</a> · <a href="/operator/preview/text">As text</a> ·{' '}
      <a href="/operator">Operator</a>
    </p>
    <EditionPapers edition={edition} level={2} />
  </Layout>
)
