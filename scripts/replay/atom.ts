import type { ExtraPaper } from './archive.ts'

// Written by hand: no feed library at hand writes arXiv's and OpenSearch's elements.

type Page = { params: URLSearchParams; start: number; count: number; total: number; now: number }

const HEAD = `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">`

/** One page of results in the shape export.arxiv.org gives them since 2026. */
export function atomFeed(papers: ExtraPaper[], page: Page): string {
  const query = `search_query=${page.params.get('search_query') ?? ''}&id_list=${page.params.get('id_list') ?? ''}&start=${page.start}&max_results=${page.count}`
  return `${HEAD}
  <id>https://arxiv.org/api/replay</id>
  <title>${escapeXml(`arXiv Query: ${query}`)}</title>
  <updated>${second(page.now)}</updated>
  <link href="${escapeXml(`https://arxiv.org/api/query?${query}`)}" type="application/atom+xml"/>
  <opensearch:itemsPerPage>${page.count}</opensearch:itemsPerPage>
  <opensearch:totalResults>${page.total}</opensearch:totalResults>
  <opensearch:startIndex>${page.start}</opensearch:startIndex>
${papers.map(entry).join('')}</feed>
`
}

/** arXiv reports a bad request as an entry with the title `Error`. */
export function errorFeed(message: string, now: number): string {
  const link = `https://arxiv.org/api/errors#${encodeURIComponent(message.replaceAll(' ', '_'))}`
  return `${HEAD}
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>${second(now)}</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>${link}</id>
    <title>Error</title>
    <updated>${second(now)}</updated>
    <link href="${link}" rel="alternate" type="text/html"/>
    <summary>${escapeXml(message)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
`
}

function entry(paper: ExtraPaper): string {
  const published = second(Date.parse(paper.publishedAt))
  const term = (category: string) =>
    `<category term="${escapeXml(category)}" scheme="http://arxiv.org/schemas/atom"/>`
  const author = (name: string) => `    <author>\n      <name>${escapeXml(name)}</name>\n    </author>\n`
  return `  <entry>
    <id>http://arxiv.org/abs/${paper.id}v1</id>
    <title>${escapeXml(paper.title)}</title>
    <updated>${published}</updated>
    <link href="https://arxiv.org/abs/${paper.id}v1" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/${paper.id}v1" rel="related" type="application/pdf" title="pdf"/>
    <summary>${escapeXml(paper.abstract)}</summary>
${paper.categories.map((category) => `    ${term(category)}\n`).join('')}    <published>${published}</published>
    <arxiv:primary_category term="${escapeXml(paper.categories[0] ?? '')}"/>
${paper.authors.map(author).join('')}  </entry>
`
}

const second = (instant: number) => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z')

function escapeXml(text: string): string {
  return (
    text
      // XML 1.0 §2.2 forbids these even as references.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
