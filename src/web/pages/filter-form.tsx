import { isWhole, LIMIT, type Wanted } from '../../search/wanted.ts'
import { type Described, SEARCH } from '../list-names.ts'
import { NarrowingFields, TopicFields, WordsField } from './topic-fields.tsx'

type Props = { list: Described; wanted: Wanted }

/** What narrows a list, as a form that makes its address. Open where something narrows it. */
export const FilterForm = ({ list, wanted }: Props) => {
  if (list === SEARCH)
    return (
      <search>
        <form class="filter" action={list.path}>
          <label for="q">Search papers</label>
          <div class="field">
            <WordsField topics={wanted} required />
            <button type="submit">Search</button>
          </div>
          <Limit wanted={wanted} />
          <details class="when" open={hasFilter(wanted)}>
            <summary>Narrow it</summary>
            <div class="fields">
              <NarrowingFields topics={wanted} />
            </div>
          </details>
        </form>
      </search>
    )
  return (
    <form class="filter" action={list.path}>
      <details class="when" open={!isWhole(wanted)}>
        <summary>Filter this list</summary>
        <TopicFields topics={wanted} />
        <Limit wanted={wanted} />
        <button type="submit">Apply</button>
      </details>
    </form>
  )
}

const hasFilter = (wanted: Wanted) => !isWhole({ ...wanted, query: null })

/** Stays as it is while filters change. */
const Limit = ({ wanted: { limit } }: { wanted: Wanted }) =>
  limit === LIMIT ? null : <input type="hidden" name="limit" value={limit} />
