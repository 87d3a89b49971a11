import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Archive } from './archive.ts'
import { queryArxiv } from './arxiv.ts'
import { queryGitHub } from './github.ts'
import { searchStories } from './hacker-news.ts'
import { dailyPapers } from './hugging-face.ts'
import { loadArchive } from './load-archive.ts'

export type Replay = {
  url: string
  /** The replay's present instant (ms, UTC): answers hold nothing later. The driver sets it. */
  now: number
  archive: Archive
  close: () => Promise<void>
}

/**
 * Answers as Hugging Face, arXiv, Hacker News and GitHub would have at `replay.now`.
 * `POST /next-day` runs `nextDay` and answers with the line it returns.
 * @param port 0 takes a free one
 */
export async function startReplay(port: number, nextDay: () => Promise<string>): Promise<Replay> {
  const archive = loadArchive()
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body)
    }
    const answerJson = (status: number, value: unknown) =>
      answer(status, 'application/json', JSON.stringify(value))
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://replay')
    const route = `${request.method} ${pathname}`

    if (route === 'GET /api/daily_papers') {
      const date = searchParams.get('date') ?? new Date(replay.now).toISOString().slice(0, 10)
      const limit = Number(searchParams.get('limit') ?? 100)
      return answerJson(200, dailyPapers(archive, date, replay.now).slice(0, limit))
    }
    if (route === 'GET /api/query') {
      const { status, body } = queryArxiv(archive, searchParams, replay.now)
      return answer(status, 'application/atom+xml', body)
    }
    if (route === 'GET /api/v1/search_by_date')
      return answerJson(200, searchStories(archive, searchParams, replay.now))
    if (route === 'POST /graphql')
      return void text(request).then((body) => answerJson(200, queryGitHub(archive, body, replay.now)))
    if (route === 'POST /next-day') {
      return void nextDay().then(
        (line) => answer(200, 'text/plain', `${line}\n`),
        (error) => answer(500, 'text/plain', `${error instanceof Error ? error.message : error}\n`),
      )
    }
    answerJson(404, { error: "Sorry, we can't find the page you are looking for." })
  })
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  )

  const replay: Replay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    now: 0,
    archive,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return replay
}
