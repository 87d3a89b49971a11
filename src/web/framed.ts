import { findEdition } from '../db/editions.ts'
import { findNamed } from '../db/papers.ts'
import type { Deps } from '../deps.ts'
import {
  authorList,
  isRanked,
  LISTS,
  type ListDescription,
  organizationList,
  repositoryList,
  titleOf,
} from '../lists/list-names.ts'
import { reportPaper, shownBy } from '../lists/paper-report.ts'
import { parseArxivId } from '../papers/paper.ts'
import { type EditionPaper, freezePaper } from '../ranking/edition.ts'
import { LIMIT, parseListQuery, writeListQuery } from '../search/list-query.ts'
import { isDate } from '../time/dates.ts'
import { longDay } from '../wording/days.ts'
import { clip } from '../wording/words.ts'
import { askList, authorNamed, isFiled } from './ask-list.ts'
import { narrowEditions } from './edition-query.ts'

/** Papers in a frame unless its address says otherwise (count). */
const IN_FRAME = 5

/** What a frame shows of a page here. */
export type Framed = {
  title: string
  /** The address of the page, without the host, with what narrows it. */
  path: string
  papers: EditionPaper[]
  isRanked: boolean
}

/**
 * What a frame shows of the list, edition or paper at a path (`/trending`); undefined when there is
 * none. `error`: a sentence about the parameters.
 */
export async function readFramed(
  deps: Deps,
  path: string,
  params: URLSearchParams,
): Promise<Framed | { error: string } | undefined> {
  const limited = new URLSearchParams(params)
  if (!limited.get('limit')) limited.set('limit', String(IN_FRAME))
  const [, kind = '', name = ''] = /^\/(editions|papers)\/(.+)$/.exec(path) ?? []
  if (kind === 'editions') return readEdition(deps, name, limited)
  if (kind === 'papers') return readPaper(deps, name)
  const list = await listAt(deps, path)
  if (!list) return undefined
  const asked = await askList(deps, list, limited)
  if ('error' in asked) return asked
  const { listQuery, read } = asked
  if (read.papers.length === 0 && !(await isFiled(deps.search, list.name))) return undefined
  return {
    title: clip(titleOf(list, listQuery), 80),
    path: `${list.path}${writeListQuery({ ...listQuery, limit: LIMIT })}`,
    papers: read.papers.map(({ paper }) => paper),
    isRanked: isRanked(list),
  }
}

/** The list at a path; undefined when there is none. */
async function listAt({ db }: Deps, path: string): Promise<ListDescription | undefined> {
  const own = LISTS.find((list) => list.path === path)
  if (own) return own
  const [, kind, written = ''] = /^\/(authors|organizations|repositories)\/(.{1,160})$/s.exec(path) ?? []
  if (kind === 'authors') {
    const author = authorNamed(written)
    return author === null ? undefined : authorList(author)
  }
  if (kind === undefined) return undefined
  const found = await findNamed(db, kind === 'organizations' ? 'organization' : 'repository', written)
  if (!found) return undefined
  return kind === 'organizations' ? organizationList(found.name, found.title) : repositoryList(found.name)
}

async function readEdition({ db }: Deps, date: string, params: URLSearchParams) {
  const edition = isDate(date) ? await findEdition(db, date) : undefined
  if (!edition) return undefined
  const listQuery = parseListQuery(params)
  if ('error' in listQuery) return listQuery
  const [narrowed = edition] = narrowEditions([edition], listQuery)
  const path = `/editions/${date}${writeListQuery({ ...listQuery, limit: LIMIT })}`
  return { title: longDay(date), path, papers: narrowed.papers, isRanked: true }
}

async function readPaper(deps: Deps, written: string): Promise<Framed | undefined> {
  const id = parseArxivId(written)?.id
  const report = id === undefined ? undefined : await reportPaper(deps, id, shownBy(deps.config))
  if (!report) return undefined
  const { paper, score, reason } = report
  const frozen = { ...freezePaper(paper, score, 1, deps.config.SUMMARIES), reason }
  return { title: `arXiv:${paper.id}`, path: `/papers/${paper.id}`, papers: [frozen], isRanked: false }
}
