import { aBrowser } from './browser.ts'
import type { World } from './world.ts'

export const TOKEN = 'a-token-for-the-operator'

/** A browser that is logged in at /operator; what it posts carries the token of its forms. */
export async function anOperator(world: World) {
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  const browser = aBrowser(world)
  const login = await browser.post('/operator/login', { token: TOKEN })
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const headers = { cookie, accept: 'text/html' }
  const html = await (await browser.get('/operator', headers)).text()
  const form = /name="form" value="([0-9a-f]+)"/.exec(html)?.[1] ?? ''
  const postList = (path: string, fields: [string, string][]) =>
    browser.ask(path, { method: 'POST', headers, body: new URLSearchParams([['form', form], ...fields]) })
  return {
    cookie,
    form,
    postList,
    get: (path: string) => browser.get(path, headers),
    post: (path: string, fields: Record<string, string> = {}) => postList(path, Object.entries(fields)),
  }
}
