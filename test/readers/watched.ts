import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a reader asked through us, and what it was answered. */
export type Visit = { url: string; status: number }

/**
 * A proxy (RFC 9110 §3.7) on this machine that hands everything on and writes down what went
 * through.
 */
export async function watchReaders() {
  const visits: Visit[] = []
  const server = createServer((asked, answer) => {
    const url = asked.url ?? ''
    const onward = request(url, { method: asked.method ?? 'GET', headers: asked.headers }, (got) => {
      visits.push({ url, status: got.statusCode ?? 0 })
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    onward.on('error', () => answer.writeHead(502).end())
    asked.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    /** `host:port`. */
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What went through since this was last asked. */
    takeVisits: () => visits.splice(0),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
