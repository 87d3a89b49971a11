import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** How long an answer takes (ms): long enough to be killed in the middle of several. */
const ANSWER_AFTER = 150

/**
 * A mail provider on this machine that honours idempotency keys and counts what it took, per
 * recipient.
 */
export async function startProvider(port: number) {
  const counts = new Map<string, number>()
  const keys = new Map<string, { body: string; answer: string }>()
  let mismatches = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const key = String(request.headers['idempotency-key'])
    let known = keys.get(key)
    if (known && known.body !== body) mismatches++
    if (!known) {
      const mails = JSON.parse(body) as { to: string }[]
      for (const { to } of mails) counts.set(to, (counts.get(to) ?? 0) + 1)
      known = { body, answer: JSON.stringify({ data: mails.map((_, index) => ({ id: `${key}.${index}` })) }) }
      keys.set(key, known)
    }
    await wait(ANSWER_AFTER)
    const same = known.body === body
    response.writeHead(same ? 200 : 409, { 'content-type': 'application/json' })
    response.end(
      same ? known.answer : '{"statusCode":409,"name":"invalid_idempotent_request","message":"Other body."}',
    )
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    counts,
    calls: () => keys.size,
    mismatches: () => mismatches,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
