import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { findEdition } from '../../src/db/editions.ts'
import * as schema from '../../src/db/schema.ts'

const { MIGRATIONS = [] } = env as unknown as Record<string, D1Migration[]>

const tables = (Object.values(schema) as unknown[]).filter((one) => one instanceof SQLiteTable)
const apply = (count: number) => applyD1Migrations(env.DB, MIGRATIONS.slice(0, count))
const all = async (sql: string) => (await env.DB.prepare(sql).all()).results

beforeEach(reset)

test('the migrations make exactly the tables, columns and indexes of the schema', async () => {
  await apply(MIGRATIONS.length)
  const made: Record<string, unknown> = {}
  const meant: Record<string, unknown> = {}
  for (const table of tables) {
    const { name, columns, indexes } = getTableConfig(table)
    const info = await all(`pragma table_info("${name}")`)
    const list = await all(`pragma index_list("${name}")`)
    made[name] = {
      columns: info
        .map((column) => `${column.name} ${String(column.type).toLowerCase()} ${column.notnull}`)
        .sort(),
      indexes: list
        .filter(({ origin }) => origin === 'c')
        .map((index) => `${index.name} ${index.unique}`)
        .sort(),
    }
    meant[name] = {
      columns: columns
        .map((column) => `${column.name} ${column.getSQLType()} ${Number(column.notNull)}`)
        .sort(),
      indexes: indexes.map(({ config }) => `${config.name} ${Number(config.unique)}`).sort(),
    }
  }
  expect(made).toEqual(meant)
  const names = await all(
    "select name from sqlite_master where type = 'table' and name not glob '_cf_*' and name not glob 'd1_*' and name not glob 'sqlite_*'",
  )
  expect(names.map(({ name }) => name).sort()).toEqual(Object.keys(meant).sort())
})

test('a database filled under the first migration is upgraded with all its rows', async () => {
  await apply(1)
  const papers = JSON.stringify([
    { id: '2601.00001', title: 'A "receipt": of old', position: 1, receipt: '9 upvotes.' },
  ])
  await env.DB.batch([
    env.DB.prepare(
      "insert into slots (kind, timezone, hour, days, papers) values ('daily', 'Europe/Berlin', 7, 127, 20)",
    ),
    env.DB.prepare(
      `insert into subscribers (email, state, slot_id, slot_from, created_at, next_slot_id, moves_at)
       values ('ada@example.org', 'active', 1, '2026-01-20', 5, 1, 9)`,
    ),
    env.DB.prepare(
      `insert into slot_days (slot_id, local_date, kind, edition_date, planned_at, planned_by)
       values (1, '2026-01-20', 'daily', '2026-01-20', 7, 'run')`,
    ),
    env.DB.prepare(
      `insert into batches (id, slot_id, local_date, edition_date, digest_date, cut, first_subscriber, last_subscriber,
         state, due_at, planned, accepted, trouble)
       values (1048576, 1, '2026-01-20', '2026-01-20', '2026-01-20', 'all', 1, 1, 'accepted', 7, 1, 1, 'none')`,
    ),
    env.DB.prepare(
      "insert into digests values ('2026-01-20', 'all', 'a@example.org', 'subject', '<p>html</p>', 'text')",
    ),
    env.DB.prepare(
      "insert into editions values ('2026-01-20', 'complete', null, 7, '{\"version\":3}', '[]', ?)",
    ).bind(papers),
    env.DB.prepare(
      "insert into standings values ('2601.00001', '2026-01-19', 1.5, '{\"now\":1.5}', '9 upvotes.', 7)",
    ),
    env.DB.prepare("insert into job_runs values ('publish', 7, 'failed', 'it was dark')"),
  ])
  await apply(MIGRATIONS.length)
  expect(
    await all('select email, schedule_id, schedule_from, next_schedule_id, changes_at from subscribers'),
  ).toEqual([
    {
      email: 'ada@example.org',
      schedule_id: 1,
      schedule_from: '2026-01-20',
      next_schedule_id: 1,
      changes_at: 9,
    },
  ])
  expect(await all('select timezone, topics from schedules')).toEqual([
    { timezone: 'Europe/Berlin', topics: '' },
  ])
  expect(await all('select schedule_id, edition_date from schedule_days')).toEqual([
    { schedule_id: 1, edition_date: '2026-01-20' },
  ])
  expect(await all('select id, schedule_id, variant, accepted, error from batches')).toEqual([
    { id: 1048576, schedule_id: 1, variant: 'all', accepted: 1, error: 'none' },
  ])
  expect(await all('select variant, html from digests')).toEqual([{ variant: 'all', html: '<p>html</p>' }])
  expect(await all('select scores from list_scores')).toEqual([{ scores: '{"2601.00001":{"now":1.5}}' }])
  expect(await all('select job, error from job_runs')).toEqual([{ job: 'publish', error: 'it was dark' }])
  const edition = await findEdition(openDatabase(env.DB), '2026-01-20')
  expect(edition?.papers[0]).toMatchObject({ title: 'A "receipt": of old', reason: '9 upvotes.' })
})

test('topics that were stored before interests were joined by OR keep their meaning', async () => {
  const before = MIGRATIONS.findIndex(({ name }) => name.startsWith('0007'))
  expect(before).toBeGreaterThan(0)
  await apply(before)
  const kept = [
    '',
    'category=cs.CL,-cs.CY',
    'category=cs.CL,cs.LG&q=agents&mute=survey,or',
    'mute=a,b',
    'q=corpora%20for',
  ]
  const changed = {
    'q=agents,robots': 'q=agents%20robots',
    'category=cs.CL,cs.LG&q=agents%20OR%20robots%3B%20hands&mute=a,b':
      'category=cs.CL,cs.LG&q=agents%20robots%20%20hands&mute=a,b',
    'q=a%20or%20b%7Cc': 'q=a%20b%20c',
  }
  for (const topics of [...kept, ...Object.keys(changed)])
    await env.DB.prepare(
      "insert into schedules (kind, timezone, hour, days, papers, topics) values ('daily', 'UTC', 7, 127, 20, ?)",
    )
      .bind(topics)
      .run()
  await apply(MIGRATIONS.length)
  const after = (await all('select topics from schedules order by id')).map(({ topics }) => topics)
  expect(after).toEqual([...kept, ...Object.values(changed)])
})

test('pending subscribers of before become signups, and what was agreed to becomes a record', async () => {
  await apply(MIGRATIONS.findIndex(({ name }) => name.startsWith('0005')))
  await env.DB.batch([
    env.DB.prepare(
      `insert into schedules (kind, timezone, hour, days, papers, topics)
       values ('daily', 'Europe/Berlin', 7, 127, 20, 'q=agents')`,
    ),
    env.DB.prepare(
      `insert into subscribers (email, state, schedule_id, created_at, confirmed_at, ended_at, confirmations,
         confirmation_at, confirmation_accepted_at, consent_text, signup_network, confirm_network, edition_after, suppression)
       values ('new@example.org', 'pending', 1, 5, null, null, 1, 6, null, '2026-11', 'aa', null, null, null),
         ('back@example.org', 'pending', 1, 5, null, null, 2, 8, 9, '2026-11', 'bb', null, '2026-01-20', null),
         ('sick@example.org', 'pending', 1, 5, null, null, 2, 8, 9, '2026-11', 'bb', null, null, 'bounced'),
         ('ada@example.org', 'active', 1, 5, 7, null, 1, 6, 6, '2026-11', 'cc', 'dd', null, null),
         ('gone@example.org', 'unsubscribed', 1, 5, 7, 20, 1, 6, 6, '2026-11', 'cc', 'dd', null, null)`,
    ),
  ])
  await apply(MIGRATIONS.length)
  expect(await all('select id, email, state, ended_at, generation from subscribers order by id')).toEqual([
    { id: 2, email: 'back@example.org', state: 'unsubscribed', ended_at: 7, generation: 0 },
    { id: 3, email: 'sick@example.org', state: 'bounced', ended_at: 7, generation: 0 },
    { id: 4, email: 'ada@example.org', state: 'active', ended_at: null, generation: 0 },
    { id: 5, email: 'gone@example.org', state: 'unsubscribed', ended_at: 20, generation: 0 },
  ])
  const signups = await all(
    'select id, email, asked_at, queue_at, accepted_at, network, preferences from signups order by id',
  )
  const wanted = {
    kind: 'daily',
    timezone: 'Europe/Berlin',
    hour: 7,
    days: 127,
    papers: 20,
    topics: 'q=agents',
  }
  expect(
    signups.map(({ preferences, ...row }) => ({ ...row, wanted: JSON.parse(String(preferences)) })),
  ).toEqual([
    { id: 1, email: 'new@example.org', asked_at: 6, queue_at: 6, accepted_at: null, network: 'aa', wanted },
    { id: 2, email: 'back@example.org', asked_at: 8, queue_at: null, accepted_at: 9, network: 'bb', wanted },
    { id: 3, email: 'sick@example.org', asked_at: 8, queue_at: null, accepted_at: 9, network: 'bb', wanted },
  ])
  expect(
    await all(
      'select subscriber_id, at, what, schedule_id, consent_text, confirm_network from consents order by id',
    ),
  ).toEqual([
    {
      subscriber_id: 4,
      at: 7,
      what: 'given',
      schedule_id: 1,
      consent_text: '2026-11',
      confirm_network: 'dd',
    },
    {
      subscriber_id: 5,
      at: 7,
      what: 'given',
      schedule_id: 1,
      consent_text: '2026-11',
      confirm_network: 'dd',
    },
    { subscriber_id: 5, at: 20, what: 'ended', schedule_id: null, consent_text: null, confirm_network: null },
  ])
})
