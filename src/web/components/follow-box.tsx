import type { ListDescription } from '../../lists/list-names.ts'
import { splitInterests, writeNamed } from '../../search/interests.ts'
import { isWhole, type ListQuery, writeListQuery } from '../../search/list-query.ts'
import { readTopics, topicsInWords, writeTopics } from '../../search/topics.ts'
import { topicFields } from '../../subscribers/preferences-form.ts'
import { TopicSignup } from './signup-form.tsx'

type Props = { list: ListDescription; listQuery: ListQuery; feeds: readonly { name: string; href: string }[] }

/** Follows a list with its filters: as a feed, or as a mail a day. */
export const FollowBox = ({ list, listQuery, feeds }: Props) => {
  const written = topicsOf(list, listQuery)
  const early = list.name.kind === 'early'
  return (
    <details class="follow">
      <summary>Follow</summary>
      <div class="take">
        <h2>Follow {isWhole(listQuery) ? 'this list' : 'this list with these filters'}</h2>
        <p>In full, in your feed reader or script, without a key:</p>
        <p class="links">
          {feeds.map(({ name, href }) => (
            <>
              <a href={href}>{name}</a>{' '}
            </>
          ))}
        </p>
        {written && (
          <TopicSignup fields={{ ...topicFields(written.topics), early: early ? 'yes' : '' }}>
            {written.words === ''
              ? `The daily edition: the papers that rise most${early ? ', and at its end up to three early picks' : ''}. One mail to confirm, then one a day.`
              : `New papers ${written.words}, best first${early ? ', and at the end up to three early picks of them' : ''}. One mail to confirm, then one on each day that has such papers. `}
            {written.topics !== '' && <a href={`/follow?${written.topics}`}>See what it would bring</a>}
          </TopicSignup>
        )}
      </div>
    </details>
  )
}

/**
 * The topics of a digest for subscribers of this list: its filters, and the name it belongs to.
 * Null if they are too long.
 */
function topicsOf({ name }: ListDescription, listQuery: ListQuery): { topics: string; words: string } | null {
  const params = new URLSearchParams(writeListQuery(listQuery))
  if ('name' in name) {
    const own = writeNamed(name)
    const typed = splitInterests(params.get('q') ?? '')
    params.set('q', typed.length === 0 ? own : typed.map((each) => `${each} ${own}`).join(', '))
  }
  const topics = writeTopics(params)
  if (typeof topics !== 'string') return null
  const read = readTopics(topics)
  return { topics, words: read ? topicsInWords(read) : '' }
}
