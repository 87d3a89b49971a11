import { type Described, LISTS, SEARCH, titleOf } from '../../lists/list-names.ts'
import type { Page } from '../../lists/read-list.ts'
import { isWhole, LIMIT, type Wanted, writeWanted } from '../../search/list-query.ts'
import { clip, opening } from '../../wording/words.ts'
import { FilterForm } from '../components/filter-form.tsx'
import { TakeBox } from '../components/follow-box.tsx'
import { Layout } from '../components/layout.tsx'
import { PaperItem } from '../components/paper-item.tsx'
import { FORMATS } from '../formats.ts'

export type ListPageProps = { publicUrl: string; list: Described; wanted: Wanted; read: Page }

/** Enough of an abstract to decide by (UTF-16 units): the whole one is on the paper's page. */
const OPENING = 320

/** One page of a list: filters, papers, the way on, and the same list as feeds. */
export const ListPage = ({ publicUrl, list, wanted, read }: ListPageProps) => {
  const { kind } = list.name
  const feeds = FORMATS.map(({ ending, type, name }) => ({
    type,
    title: `${clip(titleOf(list, wanted), 80)} (${name})`,
    href: `${list.path}.${ending}${writeWanted(wanted)}`,
    name,
  }))
  return (
    <Layout
      title={clip(titleOf(list, wanted), 120)}
      description={list.lede}
      url={`${publicUrl}${list.path}${writeWanted(wanted, wanted.after)}`}
      feeds={feeds.filter(({ name }) => name !== 'Markdown')}
      current={
        kind === 'trending' ? 'Trending' : kind === 'new' ? 'New' : kind === 'search' ? 'Search' : undefined
      }
    >
      <h1 class="title">{list.title}</h1>
      <p class="lede">{list.lede}</p>
      {kind !== 'search' && kind !== 'author' && <Siblings current={list.path} />}
      <FilterForm list={list} wanted={wanted} />
      {read.corrected !== null && (
        <p class="notice">
          No paper has exactly these words. Shown instead: <strong>{read.corrected}</strong>
        </p>
      )}
      {read.papers.map(({ paper }) => (
        <PaperItem paper={paper} abstract={opening(paper.abstract, OPENING)} />
      ))}
      {read.papers.length === 0 && <Nothing list={list} wanted={wanted} />}
      {(read.next !== null || wanted.after !== null) && (
        <nav class="turn" aria-label="Pages">
          {wanted.after !== null && <a href={`${list.path}${writeWanted(wanted)}`}>← First page</a>}
          {read.next !== null && (
            <a rel="next" href={`${list.path}${writeWanted(wanted, read.next)}`}>
              Next {wanted.limit === LIMIT ? LIMIT : wanted.limit} →
            </a>
          )}
        </nav>
      )}
      {(kind !== 'search' || wanted.text !== null) && <TakeBox {...{ list, wanted, feeds }} />}
    </Layout>
  )
}

const Siblings = ({ current }: { current: string }) => (
  <nav class="siblings" aria-label="Lists">
    <ul>
      {LISTS.map(({ path, title, short }) => (
        <li>
          <a href={path} aria-label={short && title} aria-current={path === current ? 'page' : undefined}>
            {short ?? title}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** An empty list says why and what to do. */
const Nothing = ({ list, wanted }: { list: Described; wanted: Wanted }) => {
  if (list === SEARCH && wanted.text === null) return null
  if (wanted.after !== null) return <p class="say">The list ends here.</p>
  if (isWhole(wanted))
    return (
      <p class="say">
        {list.name.kind === 'author'
          ? 'No paper here has an author of this name.'
          : 'Nothing yet. This list fills as soon as the first sources have answered.'}
      </p>
    )
  return (
    <p class="say">
      Nothing matches. Try fewer words, or see{' '}
      {list === SEARCH ? <a href="/new">the newest papers</a> : <a href={list.path}>the whole list</a>}.
    </p>
  )
}
