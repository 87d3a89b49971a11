import { type ListDescription, SEARCH } from '../../lists/list-names.ts'
import { isWhole, LIMIT, type ListQuery, namesAsked, writeListQuery } from '../../search/list-query.ts'
import { topicsInWords } from '../../search/topics.ts'
import { NarrowingFields, TopicFields, WordsField } from './topic-fields.tsx'

type Props = { list: ListDescription; listQuery: ListQuery }

/** The filters of a list, in words, and as a form that makes the address of the list. */
export const FilterForm = ({ list, listQuery }: Props) => {
  if (list === SEARCH)
    return (
      <search>
        <form class="filter" action={list.path}>
          <label for="q">Search papers</label>
          <div class="field">
            <WordsField topics={listQuery} required />
            <button type="submit">Search</button>
          </div>
          <Limit listQuery={listQuery} />
          {namesAsked(listQuery) && (
            <p class="in-force">
              Understood as: papers {topicsInWords({ ...EVERYTHING, text: listQuery.text })}.
            </p>
          )}
          <InForce
            list={list}
            listQuery={{ ...listQuery, text: null }}
            whole={{ ...EVERYTHING, text: listQuery.text }}
          />
          <details class="when">
            <summary>Narrow it</summary>
            <div class="fields">
              <NarrowingFields topics={listQuery} />
            </div>
          </details>
        </form>
      </search>
    )
  return (
    <form class="filter" action={list.path}>
      <InForce list={list} listQuery={listQuery} whole={EVERYTHING} />
      <details class="when">
        <summary>{isWhole(listQuery) ? 'Filter this list' : 'Change the filter'}</summary>
        <TopicFields topics={listQuery} />
        <Limit listQuery={listQuery} />
        <button type="submit">Apply</button>
      </details>
    </form>
  )
}

const EVERYTHING: Pick<ListQuery, 'filter' | 'text'> = {
  filter: { categories: [], exceptCategories: [], muted: [] },
  text: null,
}

type InForceProps = Props & { /** What remains when all that is undone. */ whole: typeof EVERYTHING }

/** The filters that are set, with a link that removes them. Nothing if there are none. */
const InForce = ({ list, listQuery, whole }: InForceProps) => {
  const words = topicsInWords(listQuery)
  return words === '' ? null : (
    <p class="in-force">
      Only papers {words}.{' '}
      <a href={`${list.path}${writeListQuery({ ...listQuery, ...whole })}`}>
        {list === SEARCH ? 'Search all papers' : 'Show the whole list'}
      </a>
    </p>
  )
}

/** The limit stays when the filters change. */
const Limit = ({ listQuery: { limit } }: { listQuery: ListQuery }) =>
  limit === LIMIT ? null : <input type="hidden" name="limit" value={limit} />
