import { OpenAPIHono } from '@hono/zod-openapi'
import { findNamed } from '../../db/papers.ts'
import { authorList, LISTS, organizationList, repositoryList, SEARCH } from '../../lists/list-names.ts'
import { isDate } from '../../time/dates.ts'
import { authorNamed } from '../ask-list.ts'
import type { AppEnv } from '../context.ts'
import { readEditionQuery } from '../edition-query.ts'
import {
  answerEdition,
  answerEditions,
  answerList,
  answerPaper,
  answerStatus,
  answerTopics,
} from './answers.ts'
import { inPath, LIST_QUERY, paramsOf, serve, string } from './describe.ts'
import { addHuggingFace } from './huggingface.ts'
import {
  EditionSchema,
  EditionsSchema,
  ListSchema,
  PaperDetailSchema,
  StatusSchema,
  TopicsSchema,
} from './schema.ts'

/** The typed API with its description, made once when the program starts. */
export const api = new OpenAPIHono<AppEnv>()

const { category, q, mute, limit } = LIST_QUERY

for (const list of [...LISTS, SEARCH])
  serve(
    api,
    {
      path: `/api/v1${list.path}`,
      summary: `${list.title}. ${list.lede}`,
      tag: 'Lists',
      answer: ListSchema,
      query:
        list === SEARCH
          ? { ...LIST_QUERY, q: string('What to search for', { example: 'agents' }) }
          : LIST_QUERY,
    },
    (c) => answerList(c.get('deps'), list, paramsOf(c)),
  )

serve(
  api,
  {
    path: '/api/v1/authors/{name}',
    summary: 'Papers with an author of this name, newest first',
    tag: 'Lists',
    answer: ListSchema,
    params: inPath('name', 'As papers write it', 'Ada Lovelace'),
    query: LIST_QUERY,
    missing: 'That is no name.',
  },
  async (c) => {
    const author = authorNamed(c.req.param('name') ?? '')
    return author === null ? undefined : answerList(c.get('deps'), authorList(author), paramsOf(c))
  },
)

for (const kind of ['organization', 'repository'] as const)
  serve(
    api,
    {
      path: kind === 'organization' ? '/api/v1/organizations/{name}' : '/api/v1/repositories/{owner}/{name}',
      summary:
        kind === 'organization'
          ? 'Papers of an organisation, newest first'
          : 'Papers of a repository, newest first',
      tag: 'Lists',
      answer: ListSchema,
      params:
        kind === 'organization'
          ? inPath('name', 'As Hugging Face names it', 'lovelace-lab')
          : inPath('owner', 'On GitHub', 'lovelace').extend(inPath('name', 'On GitHub', 'steering').shape),
      query: LIST_QUERY,
      missing: 'No paper of that name is known here.',
    },
    async (c) => {
      const { owner, name = '' } = c.req.param() as Record<string, string>
      const found = await findNamed(c.get('deps').db, kind, owner === undefined ? name : `${owner}/${name}`)
      if (!found) return undefined
      const list =
        kind === 'organization' ? organizationList(found.name, found.title) : repositoryList(found.name)
      return answerList(c.get('deps'), list, paramsOf(c))
    },
  )

serve(
  api,
  {
    path: '/api/v1/editions',
    summary: 'The daily editions, newest first',
    tag: 'Editions',
    answer: EditionsSchema,
    query: { limit, after: string('Cursor: the date that the previous answer ended with') },
  },
  async (c) => {
    const asked = await readEditionQuery(c)
    if ('error' in asked) return asked
    if (asked.after !== null && !isDate(asked.after)) return { error: 'after is a date here, YYYY-MM-DD.' }
    const standard = paramsOf(c).get('limit') ? asked.limit : 25
    return answerEditions(c.get('deps'), standard, asked.after)
  },
)

serve(
  api,
  {
    path: '/api/v1/editions/{date}',
    summary: 'One edition as it was frozen; `latest` is the newest',
    tag: 'Editions',
    answer: EditionSchema,
    params: inPath('date', 'YYYY-MM-DD, or `latest`', '2026-01-30'),
    query: { category, q, mute, limit },
    missing: 'There is no edition of that day.',
  },
  async (c) => {
    const asked = await readEditionQuery(c)
    return 'error' in asked ? asked : answerEdition(c.get('deps'), c.req.param('date') ?? '', asked)
  },
)

serve(
  api,
  {
    path: '/api/v1/papers/{id}',
    summary: 'Everything known of a paper: score with its parts, reason, history, observations',
    tag: 'Papers',
    answer: PaperDetailSchema,
    params: inPath('id', 'arXiv id; the slash of an old one may be written %2F', '2601.08441'),
    missing: 'No such paper is known here.',
  },
  (c) => answerPaper(c.get('deps'), c.req.param('id') ?? ''),
)

serve(
  api,
  {
    path: '/api/v1/topics',
    summary: 'A preview of topics: the papers that a digest with them would have had lately',
    tag: 'Lists',
    answer: TopicsSchema,
    query: { category, q, mute },
  },
  (c) => answerTopics(c.get('deps'), paramsOf(c)),
)

serve(
  api,
  {
    path: '/api/v1/status',
    summary: 'The status right now',
    tag: 'Status',
    answer: StatusSchema,
  },
  (c) => {
    c.header('cache-control', 'no-store')
    return answerStatus(c.get('deps'))
  },
)

addHuggingFace(api)
