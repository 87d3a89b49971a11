import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import { trimTrailingSlash } from 'hono/trailing-slash'
import { ConfigError } from '../config.ts'
import { type Deps, makeDeps } from '../deps.ts'
import { FAVICON } from './components/logo.tsx'
import { type AppEnv, beginLater, page } from './context.ts'
import { caching, openToHumanCheck, openToScripts, pageHeaders, sinceDate } from './headers.ts'
import { MessagePage } from './pages/message.tsx'
import { internalError, notFound } from './pages/messages.ts'
import { boundReading } from './reading.ts'
import { addConfirm } from './routes/confirm.ts'
import { addDoctor } from './routes/doctor.ts'
import { addEditions } from './routes/editions.tsx'
import { addFeeds } from './routes/feeds.ts'
import { addFollow } from './routes/follow.tsx'
import { addLanding } from './routes/landing.tsx'
import { addLists } from './routes/lists.tsx'
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
import { STYLE, STYLE_PATH } from './styles/stylesheet.ts'

/** The largest body a form may have (bytes). */
const FORM_LIMIT = 16 * 1024
const A_YEAR = 'public, max-age=31536000, immutable'

const A_DAY = 'public, max-age=86400'

/** A script of another site that sends a tag reads a 304 as it reads a 200 (Fetch standard, CORS check). */
const KEPT_BY_304 = [
  ...RETAINED_304_HEADERS,
  'access-control-allow-origin',
  'access-control-expose-headers',
  'last-modified',
]

const ROUTES = [
  addConfirm,
  addDoctor,
  addEditions,
  addFeeds,
  addLanding,
  addLists,
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

/** The router. `depsOf` is a parameter so that a test can hold the clock. */
export function makeApp(depsOf: (env: Env) => Deps = makeDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(beginLater)
  app.use(
    trimTrailingSlash(),
    openToHumanCheck,
    pageHeaders,
    etag({ retainedHeaders: KEPT_BY_304 }),
    caching,
    sinceDate,
  )
  app.use(openToScripts)
  app.use(async (c, next) => {
    c.set('deps', depsOf(c.env))
    await next()
  })
  app.post(
    '*',
    bodyLimit({ maxSize: FORM_LIMIT, onError: (c) => c.text('That form is larger than 16 kB.\n', 413) }),
  )

  app.use(boundReading())

  app.get(STYLE_PATH, (c) =>
    c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': A_YEAR }),
  )
  app.get('/favicon.svg', (c) =>
    c.body(FAVICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': A_DAY }),
  )
  // Each adds the routes of one resource; their order does not matter.
  for (const addRoutes of ROUTES) addRoutes(app)

  app.notFound((c) => page(c, <MessagePage {...notFound} />, 404))
  app.onError((error, c) => {
    console.error(error)
    // A missing variable is told to whoever deploys; it names variables, never their values.
    if (error instanceof ConfigError) return c.text(`${error.message}\n`, 500)
    return page(c, <MessagePage {...internalError} />, 500)
  })
  return app
}

export const app = makeApp()
