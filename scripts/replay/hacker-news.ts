import type { Archive } from './archive.ts'

/**
 * `GET /api/v1/search_by_date?query=HOST` as Algolia would have answered it at `now` (ms, UTC),
 * newest first.
 */
export function searchStories(archive: Archive, params: URLSearchParams, now: number) {
  const since = Number(/created_at_i>(\d+)/.exec(params.get('numericFilters') ?? '')?.[1] ?? 0)
  const hits = archive.stories.flatMap(({ hnId, hnTitle, url, snapshots }) => {
    const seen = snapshots.findLast(({ at }) => Date.parse(at) <= now)
    const created = Date.parse(snapshots[0]?.at ?? '') / 1000
    if (!seen || created < since || !url.includes(params.get('query') ?? '')) return []
    const { points, comments } = seen
    return [{ objectID: hnId, title: hnTitle, url, points, num_comments: comments, created_at_i: created }]
  })
  return {
    hits,
    nbHits: hits.length,
    page: 0,
    nbPages: 1,
    hitsPerPage: Number(params.get('hitsPerPage') ?? 20),
  }
}
