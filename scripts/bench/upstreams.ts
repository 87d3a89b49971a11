import { addDays, DAY, HOUR, startOf, utcDate } from '../../src/time/dates.ts'
import { words } from './texts.ts'

/** Papers on a made-up daily list (count): about as many as real ones have. */
const LISTED = 30

/** Arxiv's scheme: a month and five digits. */
const idOf = (date: string, n: number) =>
  `${date.slice(2, 4)}${date.slice(5, 7)}.${String(Number(date.slice(8)) * 2000 + n).padStart(5, '0')}`

/** A title and an abstract as long as they commonly are. */
const textOf = (id: string) => {
  const seed = Number(id.replace('.', ''))
  return { title: `${id}: ${words(seed, 9)}`, summary: words(seed + 1, 150) }
}

/**
 * Answers as full upstreams do, at `at` (ms, UTC): every list has papers with code, and arXiv has
 * `submitted` papers (count) of every working day.
 */
export function busyUpstream(request: Request, at: number, submitted: number): Promise<Response> | Response {
  const url = new URL(request.url)
  if (url.pathname === '/api/daily_papers')
    return Response.json(aList(url.searchParams.get('date') ?? '', at))
  if (url.pathname === '/api/query') return new Response(aFeed(url.searchParams, at, submitted))
  if (url.pathname === '/api/v1/search_by_date') return Response.json({ hits: someStories(at) })
  return request.text().then((body) => Response.json({ data: starsOf(body, at) }))
}

const aList = (date: string, at: number) =>
  Array.from({ length: LISTED }, (_, n) => ({
    paper: {
      id: idOf(date, n),
      ...textOf(idOf(date, n)),
      authors: Array.from({ length: 8 }, (_, author) => ({ name: `Author ${author}` })),
      upvotes: Math.max(0, Math.round(((at - startOf(date)) / DAY) * n * 3)),
      publishedAt: `${date}T00:00:00.000Z`,
      githubRepo: `https://github.com/lab-${n}/code-${date}`,
    },
    numComments: n,
  }))

/**
 * What was submitted on a day is there from the next UTC day's second hour on; nothing is submitted
 * on a weekend.
 */
function visibleOf(date: string, at: number, submitted: number): number {
  const weekend = [0, 6].includes(new Date(date).getUTCDay())
  return weekend || at < startOf(addDays(date, 1)) + HOUR ? 0 : submitted
}

function aFeed(params: URLSearchParams, at: number, submitted: number): string {
  const listed = params.get('id_list')?.split(',').filter(Boolean)
  const day = /\[(\d{4})(\d{2})(\d{2})/.exec(params.get('search_query') ?? '')
  const start = Number(params.get('start') ?? 0)
  const date = `${day?.[1]}-${day?.[2]}-${day?.[3]}`
  const total = listed ? listed.length : visibleOf(date, at, submitted)
  const size = Math.max(0, Math.min(Number(params.get('max_results') ?? 10), total - start))
  const page = Array.from({ length: size }, (_, n) => idOf(date, 100 + start + n))
  const entries = (listed ?? page).map(
    (
      id,
    ) => `<entry><id>http://arxiv.org/abs/${id}v1</id><title>${textOf(id).title}</title><published>2026-01-01T00:00:00Z</published>
<summary>${textOf(id).summary}</summary><author><name>Ada</name></author><category term="cs.CL"/></entry>`,
  )
  return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<opensearch:totalResults>${total}</opensearch:totalResults>${entries.join('')}</feed>`
}

const someStories = (at: number) =>
  Array.from({ length: 100 }, (_, n) => ({
    objectID: String(1000 + n),
    points: n,
    num_comments: n,
    url: `https://arxiv.org/abs/${idOf(addDays(utcDate(at), -(n % 3)), n % LISTED)}`,
  }))

function starsOf(body: string, at: number) {
  const asked = [...body.matchAll(/(r\d+): repository\(owner: \\"([^"\\]+)\\", name: \\"([^"\\]+)/g)]
  return Object.fromEntries(
    asked.map(([, key, owner, name]) => [
      key,
      { nameWithOwner: `${owner}/${name}`, stargazerCount: at % 1000 },
    ]),
  )
}
