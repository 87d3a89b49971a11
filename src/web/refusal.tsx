import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type AppContext, page, wantsJson } from './context.ts'
import { sendText } from './formats.ts'
import { MessagePage } from './pages/message.tsx'

/** An error, for programs (RFC 9457). `parameters`: those that this address accepts. */
export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  detail: string
  parameters?: string[]
}

export const PROBLEM_TYPE = { 'content-type': 'application/problem+json' }

const TITLES = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const
export type Refused = keyof typeof TITLES

/**
 * A problem of RFC 9457: the type says no more than the status (§4.2.1), the detail is a sentence.
 */
export const problemOf = (status: Refused, detail: string, parameters?: readonly string[]): Problem => ({
  type: 'about:blank',
  title: TITLES[status],
  status,
  detail,
  ...(parameters && { parameters: [...parameters] }),
})

/** Addresses that only programs read. */
export const FOR_PROGRAMS = /^\/(?:api|mcp|export)(?:\/|$)|\.(?:json|ndjson)$/
/** Addresses of feeds and texts: there an error is a line of text. */
const AS_TEXT = /\.(?:xml|atom|md|bib|ris|opml|txt|svg)$/

/**
 * Answers with an error in the form that the caller can read: a problem, a line of text or a page.
 */
export function refuse(
  c: AppContext,
  status: Refused,
  detail: string,
  more: { parameters?: readonly string[]; link?: { href: string; label: string } } = {},
) {
  if (FOR_PROGRAMS.test(c.req.path) || wantsJson(c)) return sendProblem(c, status, detail, more.parameters)
  if (AS_TEXT.test(c.req.path)) return sendText(c, `${detail}\n`, 'text/plain', 0, status)
  const link = more.link ?? { href: '/', label: 'Today’s edition' }
  return page(c, <MessagePage title="That did not work" sentences={[detail]} link={link} />, status)
}

/** Answers with a problem. */
export const sendProblem = (
  c: AppContext,
  status: Refused,
  detail: string,
  parameters?: readonly string[],
): Response => {
  const problem = problemOf(status, detail, parameters)
  // Clients of Hugging Face's API read `error`.
  const body = /^\/api\/(?!v1\/)/.test(c.req.path) ? { ...problem, error: detail } : problem
  return c.json(body, status satisfies ContentfulStatusCode, PROBLEM_TYPE)
}
