import { type Archive, knownAt, type ListedPaper } from './archive.ts'

const NEW_YORK_OFFSET = 5 * 3_600_000

/**
 * The list of one day (`YYYY-MM-DD`) as `GET /api/daily_papers?date=` told it at `now` (ms, UTC),
 * most votes first.
 */
export function dailyPapers(archive: Archive, date: string, now: number) {
  return archive.listed
    .filter((paper) => paper.listDate === date)
    .flatMap((paper) => {
      const known = knownAt(paper, now)
      return known ? [{ paper, known }] : []
    })
    .sort((a, b) => b.known.upvotes - a.known.upvotes)
    .map(({ paper, known }) => asRecord(paper, known))
}

function asRecord(paper: ListedPaper, known: NonNullable<ReturnType<typeof knownAt>>) {
  const organization = paper.organization ? { organization: { fullname: paper.organization } } : {}
  return {
    paper: {
      id: paper.id,
      authors: paper.authors.map((name) => ({ name, hidden: false })),
      publishedAt: paper.publishedAt,
      // Nobody recorded the time for a paper that joined its list late; its day is known.
      submittedOnDailyAt: paper.submittedOnDailyAt ?? `${paper.listDate}T00:00:00.000Z`,
      title: paper.title,
      ...(paper.submittedBy && { submittedOnDailyBy: { user: paper.submittedBy, type: 'user' } }),
      summary: paper.abstract,
      upvotes: known.upvotes,
      ...(paper.projectPage && { projectPage: paper.projectPage }),
      ...(paper.githubRepo && { githubRepo: paper.githubRepo }),
      ...(known.githubStars !== undefined && { githubStars: known.githubStars }),
      ...organization,
    },
    // The real API marks New York time with a Z here; so do we.
    publishedAt: new Date(Date.parse(paper.publishedAt) - NEW_YORK_OFFSET).toISOString(),
    title: paper.title,
    summary: paper.abstract,
    thumbnail: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${paper.id}.png`,
    ...(known.comments !== undefined && { numComments: known.comments }),
    ...(paper.submittedBy && {
      submittedBy: {
        name: paper.submittedBy,
        type: 'user',
        ...(paper.submitterFollowers !== null && { followerCount: paper.submitterFollowers }),
      },
    }),
    ...organization,
  }
}
