import { Hono, type Next } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import { trimTrailingSlash } from 'hono/trailing-slash'
import { ConfigError } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { type DatabaseError, databaseErrorOf, withoutParameters } from '../db/errors.ts'
import { inTime } from '../db/in-time.ts'
import { type Deps, makeDeps } from '../deps.ts'
import { STEP_BYTES } from '../sources/history.ts'
import { faviconOf } from './components/logo.tsx'
import { compress } from './compress.ts'
import { type AppContext, type AppEnv, beginLater, page, wantsJson } from './context.ts'
import { caching, openToHumanCheck, openToScripts, ownPolicy, pageHeaders, sinceDate } from './headers.ts'
import { methodsOf } from './methods.ts'
import { negotiate } from './negotiate.ts'
import { operatorOnly } from './operator-only.tsx'
import { MessagePage } from './pages/message.tsx'
import { DATABASE_ERRORS, internalError, notFound, notSignedUp } from './pages/messages.ts'
import { checkParameters } from './parameters.ts'
import { boundReading } from './reading.ts'
import { FOR_PROGRAMS, refuse, sendProblem } from './refusal.tsx'
import { addActions } from './routes/actions.ts'
import { addApi } from './routes/api.ts'
import { addChannels } from './routes/channels.tsx'
import { addConfirm } from './routes/confirm.ts'
import { addConsole } from './routes/console.tsx'
import { addDevelopers } from './routes/developers.tsx'
import { addDoctor } from './routes/doctor.ts'
import { addEarlyRecord } from './routes/early-record.tsx'
import { addEditions } from './routes/editions.tsx'
import { addEmbed } from './routes/embed.tsx'
import { addExport } from './routes/export.ts'
import { addFeeds } from './routes/feeds.ts'
import { addFollow } from './routes/follow.tsx'
import { addHistory } from './routes/history.ts'
import { addLanding } from './routes/landing.tsx'
import { addLists } from './routes/lists.tsx'
import { addMark } from './routes/mark.tsx'
import { addMcp } from './routes/mcp.ts'
import { addOperator } from './routes/operator.ts'
import { addPapers } from './routes/papers.tsx'
import { addPreferences } from './routes/preferences.tsx'
import { addPrivacy } from './routes/privacy.tsx'
import { addReaders } from './routes/readers.ts'
import { addStatus } from './routes/status.tsx'
import { addSubscribe } from './routes/subscribe.ts'
import { addUnsubscribe } from './routes/unsubscribe.ts'
import { addWebhooks } from './routes/webhooks.ts'
import { addWellKnown } from './routes/well-known.ts'
import { addYourData } from './routes/your-data.ts'
import { styleSheetOf } from './styles/stylesheet.ts'

/** The largest body of a form (bytes), and of a webhook call, which is not written by us. */
const FORM_LIMIT = 16 * 1024
const WEBHOOK_LIMIT = 256 * 1024
/** Whoever asks for a page waits for one answer of a database so long (ms) at most. */
const ANSWERS_WITHIN = 10_000
const A_YEAR = 'public, max-age=31536000, immutable'

const A_DAY = 'public, max-age=86400'

/**
 * A script of another site that sends a tag reads a 304 like a 200 (Fetch standard, CORS check).
 */
const KEPT_BY_304 = [
  ...RETAINED_304_HEADERS,
  'access-control-allow-origin',
  'access-control-expose-headers',
  'last-modified',
]

const ROUTES = [
  addActions,
  addApi,
  addChannels,
  addConfirm,
  addConsole,
  addDevelopers,
  addDoctor,
  addEarlyRecord,
  addEditions,
  addEmbed,
  addExport,
  addFeeds,
  addHistory,
  addLanding,
  addLists,
  addMark,
  addMcp,
  addFollow,
  addOperator,
  addPapers,
  addPreferences,
  addPrivacy,
  addReaders,
  addStatus,
  addSubscribe,
  addUnsubscribe,
  addWebhooks,
  addWellKnown,
  addYourData,
]

/**
 * The router. `depsOf` is a parameter so that a test can set the clock, and `limit` (ms), so that
 * it need not wait.
 */
export function makeApp(depsOf: (env: Env) => Deps = makeDeps, limit: number = ANSWERS_WITHIN): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(beginLater)
  app.use(withoutTagWhereNotKept)
  app.use(
    compress,
    trimTrailingSlash(),
    ownPolicy,
    openToHumanCheck,
    pageHeaders,
    etag({ retainedHeaders: KEPT_BY_304 }),
    caching,
    sinceDate,
  )
  app.use(openToScripts)
  app.use(async (c, next) => {
    const deps = depsOf(c.env)
    const db = openDatabase(inTime(deps.db.$client, limit))
    c.set('deps', { ...deps, db, search: inTime(deps.search, limit) })
    await next()
  })
  const body = limitBody(FORM_LIMIT)
  const call = limitBody(WEBHOOK_LIMIT)
  const history = limitBody(STEP_BYTES)
  app.use((c, next) => {
    if (c.req.path.startsWith('/webhooks/')) return call(c, next)
    return (c.req.path.startsWith('/operator/history/') ? history : body)(c, next)
  })
  app.use(checkParameters, negotiate(app))

  app.use(boundReading())
  app.use('/operator/*', operatorOnly)

  app.get('/:name{style-[0-9a-f]+\\.css}', (c) => {
    const { css, path } = styleSheetOf(c.get('deps').config.brand)
    if (c.req.path !== path) return c.notFound()
    return c.body(css, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': A_YEAR })
  })
  app.get('/favicon.svg', (c) =>
    c.body(faviconOf(c.get('deps').config.brand), 200, {
      'content-type': 'image/svg+xml',
      'cache-control': A_DAY,
    }),
  )
  // Each adds the routes of one resource; their order does not matter.
  for (const addRoutes of ROUTES) addRoutes(app)

  app.notFound((c) => {
    const allowed = methodsOf(app, c.req.path)
    if (allowed.length > 0 && !allowed.includes(c.req.method)) {
      c.header('allow', allowed.join(', '))
      return refuse(c, 405, `${c.req.method} does nothing here. This address takes ${allowed.join(', ')}.`)
    }
    if (FOR_PROGRAMS.test(c.req.path)) return sendProblem(c, 404, 'There is nothing at this address.')
    return page(c, <MessagePage {...notFound} />, 404)
  })
  app.onError((error, c) => {
    console.error(withoutParameters(error))
    // A missing variable is shown to the person who deploys; the message names variables, never
    // values.
    if (error instanceof ConfigError) return c.text(`${error.message}\n`, 503)
    const kind = databaseErrorOf(error)
    if (kind !== null) return databaseAway(c, kind)
    if (FOR_PROGRAMS.test(c.req.path)) return sendProblem(c, 500, internalError.sentences.join(' '))
    return page(c, <MessagePage {...internalError} />, 500)
  })
  return app
}

/** 503 in the form that the caller reads. */
function databaseAway(c: AppContext, kind: DatabaseError) {
  const { sentence, message } = DATABASE_ERRORS[kind]
  c.header('retry-after', '120')
  c.header('cache-control', 'no-store')
  if (FOR_PROGRAMS.test(c.req.path) || wantsJson(c)) return sendProblem(c, 503, sentence)
  const isSignup = c.req.method === 'POST' && c.req.path === '/subscribe' && kind === 'unreachable'
  return page(c, <MessagePage {...(isSignup ? notSignedUp : message)} />, 503)
}

const limitBody = (maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => refuse(c, 413, `At most ${maxSize / 1024} kB can be sent here.`) })

/** An answer that may not be cached needs no tag. */
async function withoutTagWhereNotKept(c: AppContext, next: Next) {
  await next()
  if (/no-store/.test(c.res.headers.get('cache-control') ?? '')) c.res.headers.delete('etag')
}

export const app = makeApp()
