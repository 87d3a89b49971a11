import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Hono } from 'hono'
import type { AppEnv } from '../context.ts'
import { sendText } from '../formats.ts'
import { limitReads } from '../limit.ts'
import { makeMcpServer } from '../mcp/server.ts'
import { writeSkill } from '../mcp/skill.ts'

/**
 * Tools for agents (Model Context Protocol, streamable HTTP). They keep no state: each request gets
 * a server of its own.
 */
export function addMcp(app: Hono<AppEnv>): void {
  app.post('/mcp', limitReads, async (c) => {
    const deps = c.get('deps')
    // Answers come at once: no connection must be kept alive.
    const handler = createMcpHandler(() => makeMcpServer(deps), { keepAliveMs: 0 })
    const answer = await handler.fetch(c.req.raw)
    return new Response(answer.body, answer)
  })
  app.get('/skill.md', (c) => {
    const { PUBLIC_URL, brand } = c.get('deps').config
    return sendText(c, writeSkill(PUBLIC_URL, brand), 'text/markdown', 0)
  })
}
