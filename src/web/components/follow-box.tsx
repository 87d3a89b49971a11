import type { Described } from '../../lists/list-names.ts'
import { isWhole, type Wanted, writeWanted } from '../../search/list-query.ts'
import { readTopics, topicsInWords, writeTopics } from '../../search/topics.ts'
import { topicFields } from '../../subscribers/preferences-form.ts'
import { TopicSignup } from './signup-form.tsx'

type Props = { list: Described; wanted: Wanted; feeds: readonly { name: string; href: string }[] }

/** Every list, with its filters, to take along: as a feed, or as a mail a day. */
export const TakeBox = ({ list, wanted, feeds }: Props) => {
  const written = topicsOf(list, wanted)
  return (
    <section class="section take">
      <h2>Subscribe to exactly this</h2>
      <p>
        {isWhole(wanted) ? 'This list' : 'This list with these filters'}, in full, in your feed reader or
        script. No key needed.
      </p>
      <p class="links">
        {feeds.map(({ name, href }) => (
          <>
            <a href={href}>{name}</a>{' '}
          </>
        ))}
      </p>
      {written && (
        <TopicSignup fields={topicFields(written.topics)}>
          {written.words === ''
            ? 'The daily edition: the papers that rise most. One mail to confirm, then one a day.'
            : `What is new on the daily lists ${written.words}, best first. One mail to confirm, then one on each day that has such papers.`}
        </TopicSignup>
      )}
    </section>
  )
}

/** What narrows the digest of those who subscribe at a list: its filters, and of an author's list the name. Null: too long. */
function topicsOf({ name }: Described, wanted: Wanted): { topics: string; words: string } | null {
  const params = new URLSearchParams(writeWanted(wanted))
  if (name.kind === 'author')
    params.set('q', `"${name.name.replaceAll('"', ' ')}" ${params.get('q') ?? ''}`.trim())
  const topics = writeTopics(params)
  if (typeof topics !== 'string') return null
  const read = readTopics(topics)
  return { topics, words: read ? topicsInWords(read) : '' }
}
