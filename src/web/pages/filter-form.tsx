import { LONGEST_QUERY } from '../../search/query.ts'
import { isWhole, LIMIT, type Wanted } from '../../search/wanted.ts'
import { type Described, SEARCH } from '../list-names.ts'

type Props = { list: Described; wanted: Wanted }

/** What narrows a list, as a form that makes its address. Open where something narrows it. */
export const FilterForm = ({ list, wanted }: Props) => {
  if (list === SEARCH)
    return (
      <search>
        <form class="filter" action={list.path}>
          <label for="q">Search papers</label>
          <div class="field">
            <Words wanted={wanted} required />
            <button type="submit">Search</button>
          </div>
          <details class="when" open={hasFilter(wanted)}>
            <summary>Narrow it</summary>
            <div>
              <Narrowing wanted={wanted} />
            </div>
          </details>
        </form>
      </search>
    )
  return (
    <form class="filter" action={list.path}>
      <details class="when" open={!isWhole(wanted)}>
        <summary>Filter this list</summary>
        <div>
          <p>
            <label for="q">Words or “phrases”</label>
            <Words wanted={wanted} />
          </p>
          <Narrowing wanted={wanted} />
        </div>
        <button type="submit">Apply</button>
      </details>
    </form>
  )
}

const hasFilter = (wanted: Wanted) => !isWhole({ ...wanted, query: null })

const Words = ({ wanted, required }: { wanted: Wanted; required?: boolean }) => (
  <input
    id="q"
    name="q"
    type="search"
    value={wanted.text ?? ''}
    maxlength={LONGEST_QUERY}
    required={required}
  />
)

const Narrowing = ({ wanted: { filter, limit } }: { wanted: Wanted }) => (
  <>
    <p>
      <label for="category">Categories</label>
      <input
        id="category"
        name="category"
        value={[...filter.categories, ...filter.exceptCategories.map((name) => `-${name}`)].join(',')}
        placeholder="cs.CL,cs.LG,-cs.CY"
        spellcheck={false}
        autocapitalize="off"
      />
    </p>
    <p>
      <label for="mute">Without the words</label>
      <input id="mute" name="mute" value={filter.muted.join(',')} placeholder="survey,benchmark" />
    </p>
    {limit !== LIMIT && <input type="hidden" name="limit" value={limit} />}
  </>
)
