import { plain } from '../../feeds/markdown.ts'
import type { Brand } from '../../wording/brand.ts'
import { apiDocument } from '../api/document.ts'
import { exampleAddress, operationsOf } from '../api/examples.ts'
import { READS } from '../limit.ts'
import { NOTICE, TOOLS } from './tools.ts'

/** Of lower-case letters, digits and single hyphens, at most 64 (agentskills.io, specification). */
const nameOf = ({ token }: Brand) =>
  token
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'papers'

/** A skill file for agents (agentskills.io), made from the tools and routes that it describes. */
export function writeSkill(publicUrl: string, brand: Brand): string {
  const tools = TOOLS.map(({ name, description, input }) => {
    const takes = Object.entries(input.shape).map(([key, schema]) =>
      schema.safeParse(undefined).success ? `${key}?` : key,
    )
    return `- \`${name}\` (${takes.join(', ')}): ${description}`
  })
  const routes = operationsOf(apiDocument(publicUrl, brand)).map(
    (operation) =>
      `- \`GET ${operation.path}\`: ${operation.summary}. Try ${publicUrl}${exampleAddress(operation)}`,
  )
  return `---
name: ${nameOf(brand)}
description: Finds research papers that are rising, says why each ranks, and reads daily editions. Use for questions about new or trending machine-learning papers.
---

# ${plain(brand.name)}

${plain(brand.claim)} Read-only, no key, at most ${READS} requests a minute. ${NOTICE}

## Tools (MCP)

Streamable HTTP at ${publicUrl}/mcp

${tools.join('\n')}

Resources: \`${brand.protocol}://editions/{date}\`, \`${brand.protocol}://papers/{id}\`. Prompt: \`brief_me\`.

## Without MCP

The description is ${publicUrl}/openapi.json. What is not known is null. An unknown parameter is an error that names the known ones.

${routes.join('\n')}
`
}
