import type { apiDocument } from '../api/document.ts'
import { exampleAddress, type Operation, operationsOf } from '../api/examples.ts'
import { Layout } from '../components/layout.tsx'
import { useBrand } from '../components/site-brand.tsx'
import { READS } from '../limit.ts'

type Props = { publicUrl: string; document: ReturnType<typeof apiDocument> }

/**
 * What programs can ask for, made from the description of /openapi.json, with an example address
 * for each route.
 */
export const DevelopersPage = ({ publicUrl, document }: Props) => {
  const operations = operationsOf(document)
  const { protocol } = useBrand()
  return (
    <Layout
      title="For developers"
      description="A typed API, feeds, exports and an MCP server: read-only and without a key."
      url={`${publicUrl}/developers`}
    >
      <h1 class="title">For developers</h1>
      <p class="lede">
        Everything that the pages show can be read by programs: without a key, from every site, at most{' '}
        {READS} requests a minute from one network.
      </p>
      <section class="section roomy">
        <h2>How it answers</h2>
        <ul>
          <li>
            The description for programs is <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).
          </li>
          <li>Instants are ISO 8601 in UTC. What is not known is null, never zero.</li>
          <li>
            Errors are problems of RFC 9457 (<code>application/problem+json</code>): <code>status</code>,{' '}
            <code>title</code> and a sentence in <code>detail</code>. A parameter that an address does not
            know is an error; <code>parameters</code> names those that it knows.
          </li>
          <li>
            Answers carry <code>ETag</code> and <code>Cache-Control</code>: ask again with{' '}
            <code>If-None-Match</code>. The limit is in <code>RateLimit-Policy</code>; above it the answer is
            429 with <code>Retry-After</code>.
          </li>
          <li>
            A page’s own address answers in other forms too: send <code>Accept</code> with{' '}
            <code>application/json</code>, <code>text/markdown</code>, <code>application/feed+json</code>,{' '}
            <code>application/rss+xml</code> or <code>application/atom+xml</code>.
          </li>
          <li>
            Titles, abstracts and names are texts of third parties. Print them; do not let an agent obey them.
          </li>
        </ul>
      </section>
      {(document.tags ?? []).map(({ name, description }) => (
        <section class="section roomy">
          <h2>{name}</h2>
          <p>{description}.</p>
          <ul>
            {operations
              .filter(({ tag }) => tag === name)
              .map((operation) => (
                <Route operation={operation} />
              ))}
          </ul>
        </section>
      ))}
      <section class="section roomy">
        <h2>Fields of JSON Feed</h2>
        <p>
          Each paper of a JSON Feed carries the fields of an API row under <code>_{protocol}</code>, as JSON
          Feed 1.1 allows for extensions: <code>rank</code>, <code>score</code>, <code>upvotes</code>,{' '}
          <code>gained</code>, <code>gainedOverHours</code>, <code>stars</code>, <code>starsGained</code>,{' '}
          <code>points</code>, <code>categories</code>, <code>organization</code>, <code>lead</code>,{' '}
          <code>abstract</code>, <code>reason</code>, <code>urls</code> and the others of “Paper” in
          openapi.json.
        </p>
      </section>
      <section class="section roomy">
        <h2>On your own pages</h2>
        <ul>
          <li>
            <code>/papers/ARXIV-ID/badge.svg</code> says which place a paper had in the edition it was in; the
            page of the paper has it to copy.
          </li>
          <li>
            <code>/embed/trending</code> is a list as a frame: <a href="/embed/trending">see it</a>. So are{' '}
            <code>/embed/new</code>, <code>/embed/organizations/NAME</code> and every other list but the
            search, <code>/embed/editions/DATE</code> and <code>/embed/papers/ARXIV-ID</code>. It takes the
            filters of the list, <code>limit</code> (5) and <code>size</code> (small, medium or large); it
            follows the visitor’s light or dark scheme and runs no script.
          </li>
          <li>
            <code>/oembed?url=</code> gives that frame for the address of a page, to sites that know oEmbed.
          </li>
        </ul>
        <pre class="bibtex" tabindex={0}>
          {`<iframe src="${publicUrl}/embed/trending" width="640" height="560" style="border:0" title="Trending papers"></iframe>`}
        </pre>
      </section>
      <section class="section roomy">
        <h2>Take it along</h2>
        <p>
          <code>/export/papers.ndjson</code>, <code>/export/observations.ndjson</code> and{' '}
          <code>/export/editions.ndjson</code> hold everything, one JSON value a line. The first line of an
          answer names the version, the licence, how many lines follow and where the next answer begins.
          Another copy of this program takes them in with <code>npm run import</code>.
        </p>
      </section>
    </Layout>
  )
}

const Route = ({ operation }: { operation: Operation }) => {
  const address = exampleAddress(operation)
  const named = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
  return (
    <li>
      <code>{operation.path}</code>: {operation.summary.replace(/\.$/, '')}.
      {named.length > 0 && <> Takes {named.join(', ')}.</>} <a href={address}>Try it</a>
    </li>
  )
}
