import { type Described, SEARCH } from '../../lists/list-names.ts'
import { isWhole, LIMIT, type Wanted, writeWanted } from '../../search/list-query.ts'
import { topicsInWords } from '../../search/topics.ts'
import { NarrowingFields, TopicFields, WordsField } from './topic-fields.tsx'

type Props = { list: Described; wanted: Wanted }

/** What narrows a list now, in words, and as a form that makes its address. */
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
          <InForce
            list={list}
            wanted={{ ...wanted, text: null }}
            whole={{ ...EVERYTHING, text: wanted.text }}
          />
          <details class="when">
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
      <InForce list={list} wanted={wanted} whole={EVERYTHING} />
      <details class="when">
        <summary>{isWhole(wanted) ? 'Filter this list' : 'Change the filter'}</summary>
        <TopicFields topics={wanted} />
        <Limit wanted={wanted} />
        <button type="submit">Apply</button>
      </details>
    </form>
  )
}

const EVERYTHING: Pick<Wanted, 'filter' | 'text'> = {
  filter: { categories: [], exceptCategories: [], muted: [] },
  text: null,
}

type InForceProps = Props & { /** What remains when all that is undone. */ whole: typeof EVERYTHING }

/** Says what narrows the list, and undoes it. Nothing when nothing does. */
const InForce = ({ list, wanted, whole }: InForceProps) => {
  const words = topicsInWords(wanted)
  return words === '' ? null : (
    <p class="in-force">
      Only papers {words}.{' '}
      <a href={`${list.path}${writeWanted({ ...wanted, ...whole })}`}>
        {list === SEARCH ? 'Search all papers' : 'Show the whole list'}
      </a>
    </p>
  )
}

/** Stays as it is while filters change. */
const Limit = ({ wanted: { limit } }: { wanted: Wanted }) =>
  limit === LIMIT ? null : <input type="hidden" name="limit" value={limit} />
