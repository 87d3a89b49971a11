// `npm run test:crash`: wrangler dev is killed in mid-run, again and again, and every reader still
// has one mail.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { tickAndWork } from '../../scripts/drive.ts'
import { applyMigrations, executeSql, startWorker } from '../../scripts/wrangler.ts'
import { startProvider } from './provider.ts'

const PORT = Number(process.env.PORT ?? 8797)
const READERS = 400
const SIZE = 5
const BATCHES = READERS / SIZE
/** Killed when the provider has taken so many batches (counts). */
const KILLS = [8, 25, 50]
const TOKEN = 'a-token-for-this-test'
const MINUTE = 60_000
const SEVEN = Date.parse('2026-01-20T07:00:00Z')

const SEED = `
insert into schedules (id, kind, timezone, hour, days, papers) values (1, 'daily', 'UTC', 7, 127, 20);
insert into editions (date, state, published_at, formula, cohorts, papers) values ('2026-01-20', 'complete', ${SEVEN - 240 * MINUTE}, '{}', '[]', '[]');
insert into digests (edition_date, sender, subject, html, text) values ('2026-01-20', 'Papertide <digest@papertide.example>',
  'Papers', '<p>%%UNSUBSCRIBE_URL%%</p>', '%%UNSUBSCRIBE_URL%% %%PREFERENCES_URL%%');
insert into subscribers (email, state, schedule_id, schedule_from, created_at, confirmed_at)
  with recursive n(id) as (select 1 union all select id + 1 from n where id < ${READERS})
  select 'r' || id || '@example.org', 'active', 1, '2026-01-01', 1, 1 from n;
`

test('killed in mid-run and started again, every count is exactly 1', { timeout: 600_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-crash-'))
  const provider = await startProvider(PORT + 1)
  const url = `http://127.0.0.1:${PORT}`
  const upstream = `http://127.0.0.1:${PORT + 1}`
  const start = () =>
    startWorker({
      folder,
      port: PORT,
      env: {
        PUBLIC_URL: url,
        RESEND_BASE_URL: upstream,
        RESEND_API_KEY: 're_crash',
        CLOCK: 'ticks',
        ADMIN_TOKEN: TOKEN,
        TOKEN_SECRET: 'a-secret-for-this-test',
        MAIL_BATCH_SIZE: String(SIZE),
        // Nothing listens there: the sources fail at once, and delivery does not mind.
        HUGGINGFACE_URL: 'http://127.0.0.1:9',
        ARXIV_URL: 'http://127.0.0.1:9',
        HACKERNEWS_URL: 'http://127.0.0.1:9',
        GITHUB_URL: 'http://127.0.0.1:9',
      },
    })
  await applyMigrations(folder)
  writeFileSync(join(folder, 'seed.sql'), SEED)
  await executeSql(folder, join(folder, 'seed.sql'))

  let at = SEVEN
  let worker = await start()
  t.after(async () => {
    await worker.stop()
    await provider.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const tick = () =>
    fetch(`${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent('*/15 * * * *')}&time=${at}`)
  const taken = async (batches: number) => {
    const end = Date.now() + 15_000
    while (provider.calls() < batches && Date.now() < end) await wait(10)
  }
  for (const kill of KILLS) {
    // The queue in the memory of the killed one is lost as well: the next tick sends another, once
    // the leases lapsed.
    await Promise.race([tick().catch(() => {}), taken(kill)])
    await taken(kill)
    assert.ok(
      provider.calls() >= kill && provider.calls() < BATCHES,
      `${provider.calls()} batches at the kill`,
    )
    await worker.kill()
    at += 15 * MINUTE
    worker = await start()
  }
  for (let n = 0; n < 8; n++) {
    await tickAndWork(url, at)
    at += 15 * MINUTE
  }
  const answer = await fetch(`${url}/operator/status`, { headers: { authorization: `Bearer ${TOKEN}` } })
  const status = (await answer.json()) as { runs: unknown[] }
  assert.equal(provider.counts.size, READERS)
  assert.deepEqual([...new Set(provider.counts.values())], [1])
  assert.equal(provider.mismatches(), 0)
  const [run] = status.runs as Record<string, number>[]
  assert.deepEqual([run?.planned, run?.accepted, run?.waiting, run?.uncertain], [READERS, READERS, 0, 0])
})
