import { toBibtex } from '../../feeds/bibtex.ts'
import { authorPath } from '../../lists/list-names.ts'
import { withdrawalNotice } from '../../papers/withdrawn.ts'
import type { PaperReport } from '../../ranking/report.ts'
import { clockTime, isoInstant, shortDay } from '../../wording/days.ts'
import { paperLinks, paperPage } from '../../wording/links.ts'
import { leadFor, shownLead } from '../../wording/shown-lead.ts'
import { clip, counted, grouped } from '../../wording/words.ts'
import { Attention } from '../components/attention.tsx'
import { Layout } from '../components/layout.tsx'
import { Marked } from '../components/marked.tsx'
import { PaperFacts } from '../components/paper-facts.tsx'
import { EarlyBadge, isSilent, LeadText, Links, Reason } from '../components/paper-item.tsx'
import { ScoreTable } from '../components/score-table.tsx'

export type PaperPageProps = { publicUrl: string; report: PaperReport }

/** Authors shown before the rest is folded, and named in the entry to copy (count). */
const SHOWN = 20
/** Authors whose names are links (count): so the page of a paper with more stays below 60 kB. */
const LINKED = 400

/** Everything known of a paper. */
export const PaperPage = ({ publicUrl, report }: PaperPageProps) => {
  const { paper, score, reason, formula, scoredAt, earlyPick, similar } = report
  const own = `/papers/${paper.id}`
  const silent = isSilent(score)
  return (
    <Layout
      title={clip(paper.title, 120)}
      description={clip(shownLead({ ...paper, lead: report.lead }).text, 240)}
      url={paperPage(publicUrl, paper.id)}
      alternates={[
        { type: 'text/markdown', title: 'This paper (Markdown)', href: `${own}.md` },
        { type: 'application/json', title: 'This paper (JSON)', href: `${own}.json` },
        { type: 'application/x-bibtex', title: 'This paper (BibTeX)', href: `${own}.bib` },
      ]}
    >
      <article class="reading">
        <h1 class="title">{paper.title}</h1>
        <Names authors={paper.authors} more={paper.moreAuthors ?? 0} />
        {paper.withdrawn && <p class="notice">{withdrawalNotice(paper)}</p>}
        <Reason reason={reason} score={score} />
        <EarlyBadge day={earlyPick?.day ?? null} />
        {!silent && (
          <p class="fine">
            As of{' '}
            <time datetime={isoInstant(scoredAt)}>
              {shortDay(scoredAt)}, {clockTime(scoredAt)}
            </time>
          </p>
        )}
        <Links links={paperLinks(paper)} />
        <section class="section">
          <h2>Abstract</h2>
          {report.lead?.by === 'huggingface' && <LeadText paper={{ ...paper, lead: report.lead }} />}
          <p class="abstract">
            <Marked text={paper.abstract} sentence={leadFor(paper, 'own')?.sentence ?? null} />
          </p>
        </section>
        <section class="section">
          <h2>Attention</h2>
          {silent ? (
            <p class="fine">Nothing was counted for this paper yet, so it has no rank.</p>
          ) : (
            <>
              <Attention report={report} />
              <details class="more">
                <summary>
                  A score of {score.now.toFixed(1)} for trending now and {score.mail.toFixed(1)} for the mail,
                  and why
                </summary>
                <ScoreTable score={score} formula={formula} unasked={report.unasked} />
              </details>
            </>
          )}
        </section>
        <section class="section">
          <h2>About the paper</h2>
          <PaperFacts report={report} />
        </section>
        {similar.length > 0 && (
          <section class="section">
            <h2>Similar papers</h2>
            <ul class="similar">
              {similar.map(({ id, title }) => (
                <li>
                  <a href={`/papers/${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section class="section">
          <h2>Cite it</h2>
          <pre class="bibtex" tabindex={0}>
            {toBibtex(paper, SHOWN)}
          </pre>
          <p class="links">
            <a href={`${own}.bib`}>BibTeX</a> <a href={`${own}.md`}>Markdown</a>{' '}
            <a href={`${own}.json`}>JSON</a>
          </p>
        </section>
      </article>
    </Layout>
  )
}

const Names = ({ authors, more }: { authors: readonly string[]; more: number }) => (
  <div class="names">
    <p>
      <Linked authors={authors.slice(0, SHOWN)} />
    </p>
    {authors.length + more > SHOWN && (
      <details>
        <summary>
          and {counted(authors.length - Math.min(authors.length, SHOWN) + more, 'more author')}
        </summary>
        <p>
          <Linked authors={authors.slice(SHOWN, LINKED)} />
          {authors.length > LINKED && `, ${authors.slice(LINKED).join(', ')}`}
          {more > 0 && ` and ${grouped(more)} more`}
        </p>
      </details>
    )}
  </div>
)

/** Each name is a link to the papers of that author. */
const Linked = ({ authors }: { authors: readonly string[] }) => (
  <>
    {authors.map((author, index) => (
      <>
        {index > 0 && ', '}
        <a href={authorPath(author)}>{author}</a>
      </>
    ))}
  </>
)
