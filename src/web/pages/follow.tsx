import { topicFields } from '../../subscribers/preferences-form.ts'
import { Layout } from '../components/layout.tsx'
import { PreviewBox, type Previewed } from '../components/preview.tsx'
import { TopicSignup } from '../components/signup-form.tsx'
import { TopicFields } from '../components/topic-fields.tsx'

export type FollowPageProps = {
  /** The topics in their one form (search/topics.ts); empty: none. */
  topics: string
  preview: Previewed | null
}

/** A preview of topics, before the reader gives an address. */
export const FollowPage = ({ topics, preview }: FollowPageProps) => (
  <Layout title="Follow" description="Choose what your digest is of, and see what it would bring." url={null}>
    <h1 class="title">Follow</h1>
    <p class="lede">
      Words, authors, organisations or categories, as a mail on each day that has new papers of them.
    </p>
    {preview && <PreviewBox {...preview} />}
    <form class="filter" action="/follow">
      <TopicFields topics={preview?.topics ?? null} />
      <p class="onward">
        <button class="second" type="submit">
          Preview
        </button>
      </p>
    </form>
    <TopicSignup fields={topicFields(topics)} label="Your e-mail address">
      {preview === null
        ? 'The daily edition: the papers that rise most. One mail to confirm, then one a day.'
        : 'One mail to confirm, then one on each day that has such papers.'}
    </TopicSignup>
  </Layout>
)
