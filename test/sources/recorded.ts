/// <reference types="vite/types/importMeta.d.ts" />
import expectations from '../fixtures/recorded/expected.json'

/**
 * One paper in the independent reading of a recorded answer; which fields there are depends on the
 * source.
 */
export type ExpectedPaper = {
  id: string
  title: string
  version?: number
  published?: string
  updated?: string
  categories?: string[]
  authors?: string[] | number
  abstractStart?: string
  abstractChars?: number
  comment?: string | null
  doi?: string | null
  journalRef?: string | null
  creator?: string
  announceType?: string
  upvotes?: number | null
  comments?: number | null
  publishedAt?: string
  submittedOnDailyAt?: string | null
  githubRepo?: string | null
  githubStars?: number | null
  organization?: string | null
}
export type Expected = {
  kind: string
  total?: number
  entries?: ExpectedPaper[]
  errors?: string[]
  error?: string
}

const bodies = import.meta.glob<string>('../fixtures/recorded/*/*', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/**
 * Every recorded answer of a source: its file, its body, and what an independent reading found in
 * it.
 */
export const recorded = (folder: 'hf' | 'arxiv') =>
  Object.entries(bodies)
    .map(([path, body]) => ({ file: path.replace('../fixtures/recorded/', ''), body }))
    .filter(({ file }) => file.startsWith(`${folder}/`))
    .map((answer) => ({
      ...answer,
      expected: (expectations as unknown as Record<string, Expected>)[answer.file] as Expected,
    }))

export const recordedBody = (file: string) => bodies[`../fixtures/recorded/${file}`] as string
