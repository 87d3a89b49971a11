import { z } from 'zod'
import { hint } from './fields.ts'

/** What GitHub says of a repository it was asked for. */
export type Repo = {
  /** The name that was asked for. */
  name: string
  /** Its present name, if it was moved or renamed; null when the name is still the same. */
  movedTo: string | null
  /** Stargazers (count); null when the answer has none. */
  stars: number | null
  /** There is no such repository (any more). */
  gone: boolean
}

export const graphqlUrl = (base: string) => `${base}/graphql`

/**
 * Repositories in one request (count): it costs one point of GitHub's rate limit of 5,000 an hour.
 */
export const REPOS_PER_CALL = 50

/**
 * The body of one GraphQL request for these repositories (`owner/name`), at most REPOS_PER_CALL.
 */
export function reposQuery(names: readonly string[]): string {
  const fields = names.map((name, index) => {
    const [owner, repo] = name.split('/')
    return `r${index}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(repo)}) { nameWithOwner stargazerCount }`
  })
  return JSON.stringify({ query: `query {\n${fields.join('\n')}\n}` })
}

const found = z.object({
  nameWithOwner: z.string().regex(/^[\w-]+\/[\w.-]+$/),
  stargazerCount: z.int().nonnegative(),
})
const schema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({ type: z.string().nullish(), message: z.string(), path: z.array(z.unknown()).nullish() }),
    )
    .nullish(),
})

/**
 * Reads the answer for `names`, one by one. A repository that is not found is `gone`; one whose
 * entry cannot be read has no stars. `error`: GitHub answered for none, in plain words.
 */
export function parseRepos(body: string, names: readonly string[]): { repos: Repo[] } | { error: string } {
  const read = schema.safeParse(readJson(body))
  if (!read.success) return { error: 'GitHub gave no GraphQL answer' }
  const { data, errors } = read.data
  if (!data) return { error: `GitHub says: ${hint(errors?.[0]?.message ?? 'nothing')}` }
  const missing = new Set(
    (errors ?? []).flatMap(({ type, path }) => (type === 'NOT_FOUND' ? [path?.[0]] : [])),
  )
  const repos = names.map((name, index): Repo => {
    const repo = found.safeParse(data[`r${index}`]).data
    if (!repo) return { name, movedTo: null, stars: null, gone: missing.has(`r${index}`) }
    const same = repo.nameWithOwner.toLowerCase() === name.toLowerCase()
    return { name, movedTo: same ? null : repo.nameWithOwner, stars: repo.stargazerCount, gone: false }
  })
  return repos.some(({ stars, gone }) => stars !== null || gone)
    ? { repos }
    : { error: 'GitHub answered for no repository that was asked for' }
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
