import { CLAIM, NAME } from '../../wording/brand.ts'
import { apiDocument } from '../api/document.ts'
import { exampleAddress, operationsOf } from '../api/examples.ts'
import { READS } from '../limit.ts'
import { NOTICE, TOOLS } from './tools.ts'

/** A skill file for agents (agentskills.io), made from the tools and routes that it describes. */
export function writeSkill(publicUrl: string): string {
  const tools = TOOLS.map(({ name, description, input }) => {
    const takes = Object.entries(input.shape).map(([key, schema]) =>
      schema.safeParse(undefined).success ? `${key}?` : key,
    )
    return `- \`${name}\` (${takes.join(', ')}): ${description}`
  })
  const routes = operationsOf(apiDocument(publicUrl)).map(
    (operation) =>
      `- \`GET ${operation.path}\`: ${operation.summary}. Try ${publicUrl}${exampleAddress(operation)}`,
  )
  return `---
name: papertide
description: Finds research papers that are rising, says why each ranks, and reads daily editions. Use for questions about new or trending machine-learning papers.
---

# ${NAME}

${CLAIM} Read-only, no key, at most ${READS} requests a minute. ${NOTICE}

## Tools (MCP)

Streamable HTTP at ${publicUrl}/mcp

${tools.join('\n')}

Resources: \`papertide://editions/{date}\`, \`papertide://papers/{id}\`. Prompt: \`brief_me\`.

## Without MCP

The description is ${publicUrl}/openapi.json. What is not known is null. An unknown parameter is an error that names the known ones.

${routes.join('\n')}
`
}
