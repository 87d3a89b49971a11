import type { World } from './world.ts'

type Listed = {
  id: string
  title?: string
  summary?: string
  upvotes?: number
  githubRepo?: string
  githubStars?: number
  authors?: { name: string; hidden: boolean }[]
}

/** A daily list as Hugging Face answers it. */
export const aDailyList = (papers: Listed[]): string =>
  JSON.stringify(
    papers.map(({ id, title = `Paper ${id}`, summary = `Abstract of ${id}.`, upvotes = 1, ...rest }) => ({
      paper: {
        id,
        title,
        summary,
        upvotes,
        authors: [{ name: 'Ada Lovelace', hidden: false }],
        publishedAt: '2026-01-19T10:00:00.000Z',
        ...rest,
      },
      publishedAt: '2026-01-18T20:00:00.000Z',
      title,
      numComments: 2,
    })),
  )

/** Papers with ids ending in 1…n; the first has most votes, . */
export const aListOf = (n: number, month = '2601', from = 0, top = 100): string =>
  aDailyList(
    Array.from({ length: n }, (_, i) => ({
      id: `${month}.${String(from + i + 1).padStart(5, '0')}`,
      upvotes: top - i,
    })),
  )

type Entry = {
  id: string
  version?: number
  title?: string
  summary?: string
  categories?: string[]
  comment?: string
  authors?: string[]
}

const anEntry = ({
  id,
  version = 1,
  title,
  summary,
  categories = ['cs.CL', 'cs.LG'],
  comment,
  authors = ['Ada Lovelace'],
}: Entry): string => {
  const terms = categories.map((term) => `<category term="${term}" scheme="http://arxiv.org/schemas/atom"/>`)
  const names = authors.map((name) => `<author><name>${name}</name></author>`).join('')
  const note = comment ? `<arxiv:comment>${comment}</arxiv:comment>` : ''
  return `<entry><id>http://arxiv.org/abs/${id}v${version}</id><title>${title ?? `Title of ${id}`}</title>
<updated>2026-01-19T12:00:00Z</updated><published>2026-01-19T11:00:00Z</published>
<summary>${summary ?? `The abstract of ${id} at arXiv.`}</summary>${note}${terms.join('')}
<arxiv:primary_category term="${categories[0]}"/>${names}</entry>`
}

/** An answer of the arXiv API. */
export const anArxivFeed = (entries: Entry[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<id>https://arxiv.org/api/x</id><title>arXiv Query</title><updated>2026-01-20T00:00:00Z</updated>
<opensearch:totalResults>${entries.length}</opensearch:totalResults>
${entries.map(anEntry).join('\n')}
</feed>`

/** All upstreams answer, and have nothing to say. */
export function quietUpstreams(world: World): void {
  world.answer('https://huggingface.test/', new Response('[]'))
  world.answer('https://arxiv.test/', new Response(anArxivFeed([])))
  world.answer('https://hackernews.test/', new Response('{"hits":[]}'))
}

/** What Hugging Face says of one day; a status other than 200 is trouble. */
export function listOf(world: World, date: string, body: string, status = 200): void {
  world.answer(`https://huggingface.test/api/daily_papers?date=${date}`, new Response(body, { status }))
}
