import type { Child } from 'hono/jsx'
import { datesOf, versionsOf } from '../../feeds/paper-facts.ts'
import { organizationPath, repositoryPath } from '../../lists/list-names.ts'
import { abstractPage } from '../../papers/paper.ts'
import type { PaperReport } from '../../ranking/report.ts'
import { longDay } from '../../wording/days.ts'
import { codePage } from '../../wording/links.ts'

type Props = { report: Pick<PaperReport, 'paper' | 'edition' | 'earlyPick'> }

/** What a paper is, and the dates of what happened to it. */
export const PaperFacts = ({ report: { paper, edition, earlyPick } }: Props) => (
  <dl class="facts">
    <Fact name="arXiv">
      <a href={abstractPage(paper.id)}>{paper.id}</a>
    </Fact>
    {paper.categories.length > 0 && (
      <Fact name="Categories">
        {paper.categories.map((name, index) => (
          <>
            {index > 0 && ', '}
            <a href={`/new?category=${encodeURIComponent(name)}`}>{name}</a>
          </>
        ))}
      </Fact>
    )}
    {paper.organization !== null && (
      <Fact name="Organisation">
        <a href={organizationPath(paper.organization)}>{paper.organizationName ?? paper.organization}</a>
      </Fact>
    )}
    {paper.repo !== null && codePage(paper) !== null && (
      <Fact name="Repository">
        <a href={repositoryPath(paper.repo)}>{paper.repo}</a>
      </Fact>
    )}
    {datesOf(paper).map(({ name, value }) => (
      <Fact name={name}>{value}</Fact>
    ))}
    {paper.version !== null && (
      <Fact name={paper.version === 1 ? 'Version' : 'Versions'}>
        {versionsOf(paper).map(({ label, href }, index) => (
          <>
            {index > 0 && ', '}
            <a href={href}>{label}</a>
          </>
        ))}
      </Fact>
    )}
    {paper.comment !== null && <Fact name="Authors’ note">{paper.comment}</Fact>}
    {earlyPick && (
      <Fact name="Early pick">
        <a href="/early/record">{longDay(earlyPick.day)}</a>
        <small>{earlyPick.reason}.</small>
      </Fact>
    )}
    <Fact name="Edition">
      {edition ? (
        <>
          <a href={`/editions/${edition.date}`}>{longDay(edition.date)}</a>, number {edition.position}
          <small>{edition.reason}</small>
        </>
      ) : (
        'not in one yet'
      )}
    </Fact>
  </dl>
)

const Fact = ({ name, children }: { name: string; children: Child }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
