import { LISTS, type ListDescription, SEARCH, titleOf } from '../../lists/list-names.ts'
import type { Page } from '../../lists/read-list.ts'
import { isWhole, LIMIT, type ListQuery, writeListQuery } from '../../search/list-query.ts'
import { arxivSearch } from '../../wording/links.ts'
import { clip } from '../../wording/words.ts'
import { FilterForm } from '../components/filter-form.tsx'
import { FollowBox } from '../components/follow-box.tsx'
import { Layout } from '../components/layout.tsx'
import { PaperItem } from '../components/paper-item.tsx'
import { useBrand } from '../components/site-brand.tsx'
import { FORMATS } from '../formats.ts'

export type ListPageProps = { publicUrl: string; list: ListDescription; listQuery: ListQuery; read: Page }

/** One page of a list: filters, papers, links to further pages, and the same list as feeds. */
export const ListPage = ({ publicUrl, list, listQuery, read }: ListPageProps) => {
  const { kind } = list.name
  const feeds = FORMATS.map(({ ending, type, name }) => ({
    type,
    title: `${clip(titleOf(list, listQuery), 80)} (${name})`,
    href: `${list.path}.${ending}${writeListQuery(listQuery)}`,
    name,
  }))
  return (
    <Layout
      title={clip(titleOf(list, listQuery), 120)}
      description={list.lede}
      url={
        // The number of filtered lists has no end.
        !isWhole(listQuery) || read.papers.length === 0
          ? null
          : `${publicUrl}${list.path}${writeListQuery(listQuery, listQuery.after)}`
      }
      feeds={feeds.filter(({ name }) => name !== 'Markdown')}
      current={
        kind === 'trending' ? 'Trending' : kind === 'new' ? 'New' : kind === 'search' ? 'Search' : undefined
      }
    >
      <h1 class="title">{list.title}</h1>
      <p class="lede">{list.lede}</p>
      {kind !== 'search' && !isNamed(list) && <Siblings current={list.path} />}
      {(kind !== 'search' || listQuery.text !== null) && (
        <FollowBox list={list} listQuery={listQuery} feeds={feeds} />
      )}
      <FilterForm list={list} listQuery={listQuery} />
      {read.corrected !== null && (
        <p class="notice">
          No paper has exactly these words. Shown instead: <strong>{read.corrected}</strong>
        </p>
      )}
      {kind === 'early' && (
        <p class="more">
          Two of every ten places are for authors who were on no list before.{' '}
          <a href="/early/record">What became of them</a>
        </p>
      )}
      {read.papers.map(({ paper, pickedOn }) => (
        <PaperItem paper={paper} pickedOn={pickedOn} />
      ))}
      {read.papers.length === 0 && <Nothing list={list} listQuery={listQuery} />}
      {(read.next !== null || listQuery.after !== null) && (
        <nav class="turn" aria-label="Pages">
          {listQuery.after !== null && <a href={`${list.path}${writeListQuery(listQuery)}`}>← First page</a>}
          {read.next !== null && (
            <a rel="next" href={`${list.path}${writeListQuery(listQuery, read.next)}`}>
              Next {listQuery.limit === LIMIT ? LIMIT : listQuery.limit} →
            </a>
          )}
        </nav>
      )}
    </Layout>
  )
}

const isNamed = ({ name }: ListDescription) => 'name' in name

const Siblings = ({ current }: { current: string }) => (
  <nav class="siblings" aria-label="Lists">
    <ul>
      {LISTS.filter(({ short }) => !short).map(({ path, title }) => (
        <li>
          <a href={path} aria-current={path === current ? 'page' : undefined}>
            {title}
          </a>
        </li>
      ))}
      <li>
        Top of the{' '}
        {LISTS.filter(({ short }) => short).map(({ path, title, short }) => (
          <>
            <a href={path} aria-label={title} aria-current={path === current ? 'page' : undefined}>
              {short}
            </a>{' '}
          </>
        ))}
      </li>
    </ul>
  </nav>
)

/** Says why a list is empty, and what to do. */
const Nothing = ({ list, listQuery }: { list: ListDescription; listQuery: ListQuery }) => {
  const brand = useBrand()
  if (list === SEARCH && listQuery.text === null) return null
  if (listQuery.after !== null) return <p class="say">The list ends here.</p>
  if (isWhole(listQuery))
    return (
      <p class="say">
        {list.name.kind === 'early'
          ? 'Nothing now. Papers are picked in the night after arXiv announces, and leave when a list has them.'
          : 'Nothing yet. This list fills as soon as the first sources have answered.'}
      </p>
    )
  return (
    <p class="say">
      Nothing matches. Try fewer words, or see{' '}
      {list === SEARCH ? <a href="/new">the newest papers</a> : <a href={list.path}>the whole list</a>}.
      {list === SEARCH && listQuery.text !== null && (
        <>
          {' '}
          {brand.name} knows only the papers it has seen:{' '}
          <a href={arxivSearch(listQuery.text)}>search all of arXiv</a>.
        </>
      )}
    </p>
  )
}
