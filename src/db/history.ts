import { type SQL, sql } from 'drizzle-orm'
import type { EditionLine, ObservationLine, PaperLine } from '../sources/history.ts'
import { closedUpTo, forgetAuthorsIf } from './author-past.ts'
import { atomically, type Database } from './client.ts'
import { nextRead } from './papers.ts'

// Another instance's history, put beside what is here. Doing it again changes nothing, and no table
// of readers is touched. What is given is at most a request's body (web/routes/history.ts).

/** Whether the line has a newer text than the paper that is here. */
const isNewer = sql`coalesce(excluded.version, 0) > coalesce(papers.version, 0)`
const isListedEarlier = sql`coalesce(excluded.listed_on < coalesce(papers.listed_on, '9'), 0)`
const OF_TEXT = [
  'title',
  'abstract',
  'authors',
  'more_authors',
  'categories',
  'comment',
  'withdrawn',
  'version',
]
const OF_SOURCES = [
  'published_at',
  'submitter_followers',
  'organization',
  'organization_name',
  'repo',
  'repo_since',
  'story',
  'project_page',
  'summary',
  'early_score',
  'early',
]
const each = (columns: readonly string[], write: (column: SQL) => SQL) =>
  sql.join(
    columns.map((name) => sql`${sql.raw(name)} = ${write(sql.raw(name))}`),
    sql`, `,
  )

/**
 * The scores of one row with those that only the other has (json_patch would drop what is null).
 */
const beside = (first: string, second: string) =>
  sql.raw(`(select json_group_object(key, json(value)) from (
    select key, value from json_each(${first}.scores) union all
    select key, value from json_each(${second}.scores) where key not in (select key from json_each(${first}.scores))))`)

/**
 * Adds papers with their current scores and early picks; returns how many papers are new or changed
 * (count). Of a paper that is here an older or equal text changes nothing; a newer one replaces it,
 * the earlier listing and first sight count, and what no source said here is filled in. What the
 * other operator withdrew is withdrawn here too, if it is new here.
 */
export async function addPapers(db: Database, lines: readonly PaperLine[], at: number): Promise<number> {
  const list = JSON.stringify(lines)
  const [changed = []] = await atomically(db, [
    sql`
    insert into papers (id, title, abstract, authors, more_authors, categories, version, published_at, listed_on, first_seen_at,
      born_at, submitter_followers, organization, organization_name, repo, repo_since, story, project_page, comment,
      withdrawn, withdrawn_here, summary, early_score, early, arxiv_due_at)
    select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors', value ->> 'moreAuthors',
      value -> 'categories', value ->> 'version', value ->> 'publishedAt', value ->> 'listedOn', value ->> 'firstSeenAt',
      value ->> 'bornAt', value ->> 'submitterFollowers', value ->> 'organization', value ->> 'organizationName',
      value ->> 'repo', value ->> 'repoSince', value ->> 'story', value ->> 'projectPage', value ->> 'comment',
      value ->> 'withdrawn', value ->> 'withdrawnHere', value ->> 'summary', value ->> '$.early.score',
      case when value ->> 'early' is not null then
        json_object('parts', value -> '$.early.parts', 'reason', value ->> '$.early.reason') end,
      ${nextRead(sql`line.value ->> 'listedOn'`, at)}
    from json_each(${list}) line where true
    on conflict (id) do update set
      ${each(OF_TEXT, (column) => sql`case when ${isNewer} then excluded.${column} else papers.${column} end`)},
      ${each(OF_SOURCES, (column) => sql`coalesce(papers.${column}, excluded.${column})`)},
      born_at = case when ${isListedEarlier} then excluded.born_at else papers.born_at end,
      listed_on = case when ${isListedEarlier} then excluded.listed_on else papers.listed_on end,
      first_seen_at = min(papers.first_seen_at, excluded.first_seen_at),
      revision = papers.revision + 1
    where ${isNewer} or ${isListedEarlier} or excluded.first_seen_at < papers.first_seen_at
    returning id`,
    sql`
    insert into list_scores (listed_on, scores, scored_at)
    select value ->> '$.current.listedOn', json_group_object(value ->> 'id', json(value -> '$.current.score')),
      max(value ->> '$.current.scoredAt')
    from json_each(${list}) where value ->> 'current' is not null group by 1
    on conflict (listed_on) do update set scored_at = max(list_scores.scored_at, excluded.scored_at),
      scores = case when list_scores.scored_at < excluded.scored_at
        then ${beside('excluded', 'list_scores')} else ${beside('list_scores', 'excluded')} end
    where list_scores.scored_at < excluded.scored_at or exists (select 1 from json_each(excluded.scores) e
      where e.key not in (select key from json_each(list_scores.scores)))`,
    sql`
    insert into early_picks (day, position, paper_id, newcomer, reason, picked_at)
    select value ->> '$.pick.day', value ->> '$.pick.position', value ->> 'id', value ->> '$.pick.newcomer',
      value ->> '$.pick.reason', value ->> '$.pick.pickedAt'
    from json_each(${list}) where value ->> 'pick' is not null
    on conflict do nothing`,
  ])
  return changed.length
}

/**
 * Adds observations of papers that are here; returns how many are new (count). What is known of
 * authors was made of the lists and votes that were here: if a list that was closed gets votes,
 * all of it is made anew, a list at a time (jobs/close-list.ts).
 */
export async function addObservations(db: Database, lines: readonly ObservationLine[]): Promise<number> {
  const list = JSON.stringify(lines)
  const isOfClosedList = sql`exists (
    select 1 from json_each(${list}) join papers p on p.id = value ->> 'paperId'
    where value ->> 'source' = 'huggingface' and p.listed_on <= ${closedUpTo}
      and not exists (select 1 from observations o
        where o.paper_id = p.id and o.source = 'huggingface' and o.at = value ->> 'at'))`
  const answers = await atomically(db, [
    forgetAuthorsIf(isOfClosedList),
    sql`
    insert into observations (paper_id, source, at, upvotes, comments, stars, points)
    select value ->> 'paperId', value ->> 'source', value ->> 'at', value ->> 'upvotes', value ->> 'comments',
      value ->> 'stars', value ->> 'points'
    from json_each(${list}) join papers p on p.id = value ->> 'paperId' where true
    on conflict do nothing returning 1`,
  ])
  return answers.at(-1)?.length ?? 0
}

/**
 * Adds editions of days that have none; returns how many (count). A paper stays in the edition it
 * is in here.
 */
export async function addEditions(db: Database, lines: readonly EditionLine[]): Promise<number> {
  const list = JSON.stringify(lines)
  const [, added = []] = await atomically(db, [
    sql`
    insert into edition_papers (paper_id, edition_date, position)
    select p.value ->> 'id', e.value ->> 'date', p.value ->> 'position'
    from json_each(${list}) e, json_each(e.value, '$.papers') p
    where not exists (select 1 from editions where date = e.value ->> 'date')
    on conflict do nothing`,
    sql`
    insert into editions (date, state, note, operator_note, published_at, formula, cohorts, papers)
    select value ->> 'date', value ->> 'state', value ->> 'note', value ->> 'operatorNote', value ->> 'publishedAt',
      value -> 'formula', value -> 'cohorts', value -> 'papers'
    from json_each(${list}) where true on conflict do nothing returning date`,
  ])
  return added.length
}
