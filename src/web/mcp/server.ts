import { z } from '@hono/zod-openapi'
import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  Server,
  type Tool as ToolDescription,
} from '@modelcontextprotocol/server'
import { editionDates } from '../../db/sitemap.ts'
import type { Deps } from '../../deps.ts'
import type { Brand } from '../../wording/brand.ts'
import { longDay } from '../../wording/days.ts'
import { answerEdition, answerPaper } from '../api/answers.ts'
import { BRIEF_ME, briefMe } from './prompt.ts'
import { NOTICE, TOOLS } from './tools.ts'

/** Editions that are listed as resources (count); any other can be read too. */
const LISTED = 10

/** Made at the first listing: schemas are never built for each request. */
let described: ToolDescription[] | null = null

function describeTools(): ToolDescription[] {
  described ??= TOOLS.map(({ name, title, description, input, output }) => ({
    name,
    title,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }) as ToolDescription['inputSchema'],
    outputSchema: z.toJSONSchema(output) as NonNullable<ToolDescription['outputSchema']>,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  }))
  return described
}

/** A server of the Model Context Protocol for one request. It only reads, and keeps nothing. */
export function makeMcpServer(deps: Deps): Server {
  const { brand } = deps.config
  const server = new Server(
    { name: brand.token.toLowerCase(), title: brand.name, version: '1' },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: `Research papers that are rising, with the reason for each rank. ${NOTICE}`,
    },
  )
  server.setRequestHandler('tools/list', () => ({ tools: describeTools() }))
  server.setRequestHandler('tools/call', ({ params }) =>
    guarded(() => callTool(deps, params.name, params.arguments ?? {})),
  )
  server.setRequestHandler('resources/list', async () => ({
    resources: (await editionDates(deps.db, LISTED)).map((date) => ({
      uri: `${brand.protocol}://editions/${date}`,
      name: date,
      title: `Edition of ${longDay(date)}`,
      mimeType: 'application/json',
    })),
  }))
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [
      aTemplate(brand, 'editions', 'date', 'An edition, by its day (YYYY-MM-DD) or latest'),
      aTemplate(brand, 'papers', 'id', 'A paper, by its arXiv id'),
    ],
  }))
  server.setRequestHandler('resources/read', ({ params }) => guarded(() => readResource(deps, params.uri)))
  server.setRequestHandler('prompts/list', () => ({ prompts: [BRIEF_ME] }))
  server.setRequestHandler('prompts/get', ({ params }) => {
    if (params.name !== BRIEF_ME.name) throw wrong(`There is no prompt "${params.name.slice(0, 40)}".`)
    return briefMe(params.arguments?.interests ?? '')
  })
  return server
}

const aTemplate = ({ protocol }: Brand, name: string, variable: string, description: string) => ({
  uriTemplate: `${protocol}://${name}/{${variable}}`,
  name,
  description,
  mimeType: 'application/json',
})

/** An error of ours is logged; the caller only learns that there was one. */
async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    console.error(error)
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'That could not be read now. Try again later.')
  }
}

const wrong = (sentence: string) => new ProtocolError(ProtocolErrorCode.InvalidParams, sentence)

/**
 * An agent's mistake is reported in the answer, so that it can correct it (specification, "Error
 * Handling").
 */
async function callTool(deps: Deps, name: string, given: Record<string, unknown>): Promise<CallToolResult> {
  const tool = TOOLS.find((one) => one.name === name)
  if (!tool) throw wrong(`There is no tool "${name.slice(0, 40)}".`)
  const input = tool.input.safeParse(given)
  if (!input.success) return failed(z.prettifyError(input.error))
  const answer = await tool.run(deps, input.data)
  if ('error' in answer) return failed(String(answer.error))
  const structuredContent = { ...answer, notice: NOTICE }
  return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] }
}

const failed = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] })

async function readResource(deps: Deps, uri: string): Promise<ReadResourceResult> {
  const start = `${deps.config.brand.protocol}://`
  const [, kind, written = ''] = /^(editions|papers)\/(.{1,60})$/.exec(uri.slice(start.length)) ?? []
  if (!uri.startsWith(start)) throw new ResourceNotFoundError(uri)
  const answer =
    kind === 'editions'
      ? await answerEdition(deps, written, null)
      : kind === 'papers'
        ? await answerPaper(deps, written)
        : undefined
  if (!answer) throw new ResourceNotFoundError(uri)
  return {
    contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ ...answer, notice: NOTICE }) }],
  }
}
