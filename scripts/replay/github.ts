import { type Archive, knownAt } from './archive.ts'

const FIELD = /(\w+): repository\(owner: "([^"]+)", name: "([^"]+)"\)/g

/**
 * `POST /graphql` as GitHub would have answered it at `now` (ms, UTC), from the stars that were
 * recorded.
 */
export function queryGitHub(archive: Archive, body: string, now: number) {
  const stars = new Map<string, { name: string; count: number }>()
  for (const paper of archive.listed) {
    const name = /github\.com\/([^/]+\/[^/#?]+)/.exec(paper.githubRepo ?? '')?.[1]
    const count = knownAt(paper, now)?.githubStars
    if (name && count !== undefined) stars.set(name.toLowerCase(), { name, count })
  }
  const asked = [...(JSON.parse(body) as { query: string }).query.matchAll(FIELD)].map(
    ([, key, owner, name]) => ({ key: key ?? '', name: `${owner}/${name}` }),
  )
  const data = asked.map(({ key, name }) => {
    const repo = stars.get(name.toLowerCase())
    return [key, repo ? { nameWithOwner: repo.name, stargazerCount: repo.count } : null]
  })
  const errors = asked.flatMap(({ key, name }) =>
    stars.has(name.toLowerCase())
      ? []
      : [
          {
            type: 'NOT_FOUND',
            path: [key],
            message: `Could not resolve to a Repository with the name '${name}'.`,
          },
        ],
  )
  return { data: Object.fromEntries(data), ...(errors.length > 0 && { errors }) }
}
