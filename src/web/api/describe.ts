import { createRoute, type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { AppContext, AppEnv } from '../context.ts'
import { limitReads } from '../limit.ts'
import { wrongParameter } from '../parameters.ts'
import { sendProblem } from '../refusal.tsx'
import { ProblemSchema } from './schema.ts'

type Parameter = { description: string; example?: string | number } & (
  | { type: 'string'; pattern?: string; format?: string; enum?: string[]; maxLength?: number }
  | { type: 'integer'; minimum: number; maximum: number; default: number }
)

/**
 * A parameter of an address, for the document. It is read, and refused, by the same function that
 * reads the addresses of pages (search/list-query.ts), so that errors have the same words
 * everywhere.
 */
const described = (parameter: Parameter) => z.any().optional().openapi(parameter)

export const LIST_QUERY = {
  category: described({
    type: 'string',
    description: 'arXiv categories: any of these, but none with a minus before it (`cs.CL,cs.LG,-cs.CY`)',
    example: 'cs.CL',
  }),
  q: described({ type: 'string', description: 'Words and "phrases"', maxLength: 1000 }),
  mute: described({ type: 'string', description: 'Words to leave out, separated by commas' }),
  limit: described({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 25,
    description: 'Papers in an answer',
    example: 5,
  }),
  after: described({ type: 'string', description: 'Cursor: `after` of the previous answer' }),
  since: described({
    type: 'string',
    description: 'Only papers first seen on this day or at this instant, or later (ISO 8601)',
    example: '2026-01-01',
  }),
}

export const { category, q, mute, limit } = LIST_QUERY
export const integer = (description: string, minimum: number, maximum: number, standard: number) =>
  described({ type: 'integer', description, minimum, maximum, default: standard })
export const string = (
  description: string,
  more: { example?: string; enum?: string[]; pattern?: string } = {},
) => described({ type: 'string', description, ...more })

/** A part of the path; `/` in it is written %2F. */
export const inPath = (name: string, description: string, example: string) =>
  z.object({
    [name]: z.string().openapi({ param: { name, in: 'path' }, description, example }),
  })

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
})

type Described<P extends string, S extends z.ZodType> = {
  path: P
  summary: string
  tag: string
  answer: S
  query?: Record<string, z.ZodType>
  params?: z.ZodObject
  /** The meaning of a 404 here; absent where there is none. */
  missing?: string
}

/**
 * Adds a GET route and its description. Unknown parameters are refused here; `read` reads the
 * others. It returns undefined for what does not exist, and an error for parameters that cannot be
 * read.
 */
export function serve<P extends string, S extends z.ZodType>(
  api: OpenAPIHono<AppEnv>,
  given: Described<P, S>,
  read: (c: AppContext) => Promise<z.input<S> | { error: string } | undefined>,
): void {
  const known = Object.keys(given.query ?? {})
  const route = createRoute({
    method: 'get',
    path: given.path,
    operationId: operationOf(given.path),
    summary: given.summary,
    description: `${given.summary.replace(/\.$/, '')}.`,
    tags: [given.tag],
    request: {
      ...(given.params && { params: given.params }),
      ...(given.query && { query: z.object(given.query) }),
    },
    responses: {
      200: { description: 'The answer', content: { 'application/json': { schema: given.answer } } },
      400: problem('A parameter is unknown or wrong'),
      ...(given.missing && { 404: problem(given.missing) }),
      503: problem('The day’s share of the database is used up'),
      429: problem('Too many requests: the fields RateLimit and Retry-After say when to come back'),
    },
  } satisfies RouteConfig)
  api.openAPIRegistry.registerPath(route)
  api.get(route.getRoutingPath(), limitReads, async (c) => {
    const wrong = wrongParameter(paramsOf(c), known)
    if (wrong !== null) return sendProblem(c, 400, wrong, known)
    const answer = await read(c)
    if (answer === undefined) return sendProblem(c, 404, given.missing ?? 'There is nothing at this address.')
    return isWrong(answer) ? sendProblem(c, 400, answer.error) : c.json(answer)
  })
}

const isWrong = (answer: unknown): answer is { error: string } =>
  typeof answer === 'object' && answer !== null && 'error' in answer

export const paramsOf = (c: AppContext) => new URL(c.req.url).searchParams

/** `/api/v1/top/{day}` gives `getTopDay`. */
const operationOf = (path: string) =>
  `get${path
    .replace(/^\/api(?:\/v1)?/, '')
    .replace(/[/_{]+(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/\W/g, '')}${path.startsWith('/api/v1') ? '' : 'OfHuggingFace'}`
