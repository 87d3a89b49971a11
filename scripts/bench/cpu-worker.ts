import { claimBatch, dueBatches, settleBatch } from '../../src/db/batches.ts'
import { digestOf } from '../../src/db/digests.ts'
import { providerState } from '../../src/db/provider-gate.ts'
import { editions } from '../../src/db/schema.ts'
import { lookBack, planDue } from '../../src/delivery/plan.ts'
import { deliverBatch, renderMails } from '../../src/delivery/send.ts'
import { type Deps, makeDeps } from '../../src/deps.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { presentKeyId } from '../../src/subscribers/tokens.ts'
import { anEdition } from '../../test/helpers/editions.ts'

const SEVEN = Date.parse('2026-01-30T07:00:00Z')
const LATER = SEVEN + 300_000

/**
 * `/fill?readers=N` plans their batches and lists them; the others do one batch's work, or a part
 * of it; all else does nothing.
 */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const deps = { ...makeDeps(env), now: () => SEVEN, sleep: async () => {} }
    const id = Number(searchParams.get('id'))
    if (pathname === '/fill') return Response.json(await fill(env, deps, Number(searchParams.get('readers'))))
    if (pathname === '/deliver') return new Response(await deliverBatch(deps, id))
    if (pathname === '/statements') return new Response(await onlyStatements(deps, id))
    if (pathname === '/render')
      return new Response(await onlyRender(deps, Number(searchParams.get('times')), searchParams.has('json')))
    return new Response('ready')
  },
}

async function fill(env: Env, deps: Deps, readers: number): Promise<number[]> {
  await deps.db
    .insert(editions)
    .values({ ...anEdition(), publishedAt: SEVEN - 5 * 3_600_000, formula: FORMULA, cohorts: [] })
  await env.DB.batch([
    env.DB.prepare(
      `insert into schedules (id, kind, timezone, hour, days, papers) values (1, 'daily', 'UTC', 7, 127, 20)`,
    ),
    env.DB.prepare(
      `insert into subscribers (id, email, state, schedule_id, schedule_from, created_at, confirmed_at)
        with recursive n(id) as (select 1 union all select id + 1 from n where id < cast(? as integer))
        select id, 'reader' || id || '@mail.example.org', 'active', 1, '2026-01-01', 1, 1 from n`,
    ).bind(readers),
  ])
  await planDue(deps, SEVEN)
  return dueBatches(deps.db, SEVEN, { since: lookBack(SEVEN), run: null, limit: readers })
}

/** What a delivery asks of the database, with nothing rendered and nobody called. */
async function onlyStatements({ db, config }: Deps, id: number): Promise<string> {
  await providerState(db)
  const keyId = await presentKeyId(config.TOKEN_SECRET)
  const batch = await claimBatch(db, id, {
    now: SEVEN,
    leaseUntil: LATER,
    askedAfter: 0,
    keyId,
    witnessed: 0,
  })
  if (!batch) return 'not due'
  await digestOf(db, batch.digestDate, batch.variant)
  const all = {
    state: 'accepted',
    accepted: batch.members.length,
    refused: 0,
    excluded: 0,
    error: null,
  } as const
  return (await settleBatch(db, batch, all, SEVEN)) ? 'accepted' : 'taken over'
}

/**
 * Renders and signs a batch of mails some times over, each time for readers of their own; `json`:
 * and writes the call's body.
 */
async function onlyRender(deps: Deps, times: number, json: boolean): Promise<string> {
  const digest = await digestOf(deps.db, '2026-01-30', 'all')
  if (!digest) return 'no digest'
  const keyId = await presentKeyId(deps.config.TOKEN_SECRET)
  let length = 0
  for (let n = 1; n <= times; n++) {
    const members = Array.from({ length: deps.config.MAIL_BATCH_SIZE }, (_, key) => ({
      id: n * 100 + key,
      email: `reader${n * 100 + key}@mail.example.org`,
    }))
    const mails = await renderMails(deps.config, digest, { members, keyId })
    length += json ? JSON.stringify(mails).length : mails.length
  }
  return length > 0 ? 'accepted' : 'nothing'
}
