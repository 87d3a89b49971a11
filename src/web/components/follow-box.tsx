import type { ListDescription } from '../../lists/list-names.ts'
import { isWhole, type ListQuery, writeListQuery } from '../../search/list-query.ts'
import { readTopics, topicsInWords, writeTopics } from '../../search/topics.ts'
import { topicFields } from '../../subscribers/preferences-form.ts'
import { TopicSignup } from './signup-form.tsx'

type Props = { list: ListDescription; listQuery: ListQuery; feeds: readonly { name: string; href: string }[] }

/** Every list, with its filters, to take along: as a feed, or as a mail a day. */
export const FollowBox = ({ list, listQuery, feeds }: Props) => {
  const written = topicsOf(list, listQuery)
  return (
    <section class="section take">
      <h2>Subscribe to exactly this</h2>
      <p>
        {isWhole(listQuery) ? 'This list' : 'This list with these filters'}, in full, in your feed reader or
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
function topicsOf({ name }: ListDescription, listQuery: ListQuery): { topics: string; words: string } | null {
  const params = new URLSearchParams(writeListQuery(listQuery))
  if (name.kind === 'author')
    params.set('q', `"${name.name.replaceAll('"', ' ')}" ${params.get('q') ?? ''}`.trim())
  const topics = writeTopics(params)
  if (typeof topics !== 'string') return null
  const read = readTopics(topics)
  return { topics, words: read ? topicsInWords(read) : '' }
}
