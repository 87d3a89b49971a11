import { z } from 'zod'
import { paperLinked } from '../papers/arxiv-id.ts'
import { count, hint } from './fields.ts'
import { repoName } from './repo-name.ts'

/** A Hacker News story that links to a paper, or to a repository that may be a paper's. */
export type Story = {
  /** Item id. */
  id: string
  /** arXiv id without version; null when the link is to a repository. */
  paperId: string | null
  /** `owner/name` on GitHub. */
  repo: string | null
  points: number | null
  comments: number | null
}

/** The hosts that stories about papers link to: one search finds the stories of one host. */
export const STORY_HOSTS = ['arxiv.org', 'huggingface.co', 'github.com'] as const
export type StoryHost = (typeof STORY_HOSTS)[number]

/** The most stories of one answer (count): a host has fewer in three days. */
const LIMIT = 300

/**
 * Stories since an instant (ms, UTC) whose address names `host`, newest first. Algolia's API:
 * https://hn.algolia.com/api
 */
export const storiesUrl = (base: string, host: StoryHost, since: number) =>
  `${base}/api/v1/search_by_date?${new URLSearchParams({
    query: host,
    tags: 'story',
    hitsPerPage: String(LIMIT),
    restrictSearchableAttributes: 'url',
    typoTolerance: 'false',
    numericFilters: `created_at_i>${Math.floor(since / 1000)}`,
    attributesToRetrieve: 'objectID,url,points,num_comments',
    attributesToHighlight: '',
  })}`

const answer = z.object({ hits: z.array(z.unknown()) })
const hit = z.object({
  objectID: z.string().regex(/^\d{1,12}$/),
  url: z.string().nullish(),
  points: count,
  num_comments: count,
})

/**
 * Reads a search answer: the stories that link to a paper or a repository, most points first, and
 * how many there were in all (`seen`, count). A malformed hit is refused and does not affect the
 * others. `error`: why it is not a search answer.
 */
export function parseStories(
  body: string,
): { stories: Story[]; seen: number; refused: number } | { error: string } {
  const read = answer.safeParse(readJson(body))
  if (!read.success)
    return { error: `Hacker News search gave no list of stories (${hint(body.slice(0, 80))})` }
  const hits = read.data.hits.slice(0, LIMIT).map((item) => hit.safeParse(item))
  const stories = hits.flatMap(({ data }) => {
    const target = data && targetOf(data.url)
    return target ? [{ id: data.objectID, ...target, points: data.points, comments: data.num_comments }] : []
  })
  return {
    stories: stories.sort((a, b) => (b.points ?? 0) - (a.points ?? 0)),
    seen: hits.length,
    refused: hits.filter(({ success }) => !success).length,
  }
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/**
 * What a story links to, if that can be a paper's: a popular story about anything else is ignored.
 */
function targetOf(link: unknown): Pick<Story, 'paperId' | 'repo'> | null {
  if (typeof link !== 'string' || link.length > 2_000) return null
  const paper = paperLinked(link)
  if (paper) return { paperId: paper.id, repo: null }
  const repo = repoName(link)
  return repo ? { paperId: null, repo } : null
}
