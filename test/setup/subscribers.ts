import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { setup } from '../../scripts/setup/setup.ts'
import { asText, asWritten } from '../../scripts/subscribers/columns.ts'
import { exportReaders } from '../../scripts/subscribers/export.ts'
import { readImportFlags } from '../../scripts/subscribers/flags.ts'
import { formatOf } from '../../scripts/subscribers/formats.ts'
import { importReaders } from '../../scripts/subscribers/import.ts'
import { decode, parseTable } from '../../scripts/subscribers/read-file.ts'
import { subscribers } from '../../scripts/subscribers/subscribers.ts'
import { DAY } from '../../src/time/dates.ts'
import { aWorld, typedAtFirst, type World } from './world.ts'

async function aRunningWorld(): Promise<World> {
  const world = aWorld()
  world.typed = typedAtFirst()
  await setup(world.door, [])
  world.said.length = 0
  return world
}
/** Imports a file of this content; the pauses between its calls (ms). */
async function take(world: World, content: string | Uint8Array, ...flags: string[]): Promise<number[]> {
  const file = join(world.door.root, 'list.csv')
  writeFileSync(file, content)
  const pauses: number[] = []
  await importReaders(world.door, readImportFlags([file, ...flags]), async (ms) => void pauses.push(ms))
  return pauses
}
const emails = ({ inside }: World) => [...inside.people.keys()]
const CONFIRMED = ['--confirmed', '--consent-date', '2025-03-01', '--consent-source', 'form on lab.example']

test('every kind of file that spreadsheets write gives the same readers', async () => {
  const text =
    'Email,Name\r\nada@example.org,"Lovelace, Ada"\r\nzoë@example.org,"a ""quoted"" name\nof two lines"\r\nb@example.org,\r\n'
  const utf16 = (bom: boolean) => Buffer.from(`${bom ? '\ufeff' : ''}${text}`, 'utf16le')
  const files: (string | Uint8Array)[] = [
    text,
    `\ufeff${text}`,
    utf16(true),
    utf16(false),
    Buffer.from(utf16(true)).swap16(),
    Buffer.from(utf16(false)).swap16(),
    text.replaceAll(/,(?! Ada)/g, ';'),
    text.replaceAll(/,(?! Ada)/g, '\t'),
    Buffer.from(text, 'latin1'),
    text.replaceAll('\r\n', '\r').replaceAll('name\nof', 'name of'),
    `${text}\r\n,\r\n\r\n`,
  ]
  for (const [index, file] of files.entries()) {
    const world = await aRunningWorld()
    await take(world, file)
    deepEqual(emails(world), ['ada@example.org', 'b@example.org'], `file ${index}`)
    match(world.said.join('\n'), /line 3|line 4/)
    match(world.said.join('\n'), /refused: Only ASCII/)
  }
})

test('duplicates, known readers and bad rows are told line by line, without an address', async () => {
  const world = await aRunningWorld()
  world.inside.people.set('here@example.org', {} as never)
  await take(world, 'email\na@example.org\nA@Example.org\nhere@example.org\nno address\n=1+1\n', ...CONFIRMED)
  deepEqual(emails(world), ['here@example.org', 'a@example.org'])
  const words = world.said.join('\n')
  match(words, /line 3: duplicate of line 2/)
  match(words, /line 4: already a reader/)
  match(words, /line 5: refused: That does not look like an e-mail address/)
  match(words, /line 6: refused/)
  ok(!/\b(a|here)@example\.org/i.test(words))
})

test('the formats of listmonk, Buttondown and Mailchimp are recognised by their headers', () => {
  const read = (text: string) => {
    const table = parseTable(text)
    const format = formatOf(table)
    return [format?.name, ...table.rows.map((row) => format?.read(row))].map((one) =>
      typeof one === 'object' && 'row' in one
        ? `${one.row.email} ${one.row.state} ${one.row.confirmedAt ?? '-'}`
        : one,
    )
  }
  deepEqual(
    read(
      'uuid,email,name,attributes,status,created_at,updated_at\n1,a@x.org,A,"{""k"": 1}",enabled,2024-01-02T03:04:05Z,\n2,b@x.org,,{},blocklisted,,2024-05-06T00:00:00Z\n3,c@x.org,,{},disabled,,\n',
    ),
    ['listmonk', 'a@x.org active -', 'b@x.org unsubscribed -', { error: 'is disabled in listmonk' }],
  )
  deepEqual(
    read(
      'email,notes,metadata,tags,referrer_url,creation_date,secondary_id,subscriber_type\na@x.org,,{},,,2024-01-02,1,regular\nb@x.org,,{},,,2024-01-02,2,unactivated\nc@x.org,,{},,,2024-01-02,3,undeliverable\nd@x.org,,{},,,2024-01-02,4,removed\ne@x.org,,{},,,2024-01-02,5,new_kind\n',
    ),
    [
      'Buttondown',
      'a@x.org active -',
      'b@x.org pending -',
      'c@x.org bounced -',
      'd@x.org unsubscribed -',
      { error: 'is "new_kind" in Buttondown' },
    ],
  )
  const mailchimp = 'Email Address,First Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP'
  deepEqual(
    read(`${mailchimp},LEID,EUID,NOTES,TAGS\na@x.org,Ada,2,,,"2024-03-14 09:14:00",10.0.0.1,1,e,,"vip"\n`),
    ['Mailchimp', `a@x.org active ${Date.parse('2024-03-14T09:14:00Z')}`],
  )
  deepEqual(
    read(
      `${mailchimp},UNSUB_TIME,UNSUB_REASON,LEID\na@x.org,,2,,,,,2024-05-01 10:00:00,N/A (Unsubscribed by admin),1\nb@x.org,,2,,,,,2024-05-01 10:00:00,This is spam,2\n`,
    ),
    ['Mailchimp', 'a@x.org unsubscribed -', 'b@x.org complained -'],
  )
  deepEqual(read(`${mailchimp},CLEAN_TIME,LEID\na@x.org,,2,,,,,2024-05-01 10:00:00,1\n`), [
    'Mailchimp',
    'a@x.org bounced -',
  ])
  deepEqual(read('E-Mail;State\na@x.org;complained\nb@x.org;gone\n'), [
    'a list of addresses',
    'a@x.org complained -',
    { error: 'state: "gone" is none of pending, active, unsubscribed, bounced, complained, never' },
  ])
  deepEqual(read('name,phone\nAda,1\n'), [undefined, undefined])
})

test('confirmed readers need a stated consent: of the row, or of all', async () => {
  const world = await aRunningWorld()
  await take(world, 'email\na@example.org\n', '--confirmed')
  deepEqual(emails(world), [])
  match(world.said.join('\n'), /line 2: refused: it is not said when and how they agreed/)
  await take(world, 'email\na@example.org\n', ...CONFIRMED)
  const reader = world.inside.people.get('a@example.org')
  deepEqual([reader?.confirmedAt, reader?.consentText], [Date.parse('2025-03-01'), 'form on lab.example'])
  const mailchimp = 'Email Address,OPTIN_TIME,CONFIRM_TIME\nb@example.org,,2024-03-14 09:14:00\n'
  await take(world, mailchimp, '--confirmed', '--consent-source', 'Mailchimp form')
  equal(world.inside.people.get('b@example.org')?.confirmedAt, Date.parse('2024-03-14T09:14:00Z'))
})

test('confirmation mails go out at the pace that is asked for', async () => {
  const world = await aRunningWorld()
  const list = `email\n${Array.from({ length: 12 }, (_, i) => `r${i}@example.org`).join('\n')}\n`
  deepEqual(await take(world, list), [3_000, 3_000, 3_000, 3_000])
  world.inside.people.clear()
  deepEqual(await take(world, list, '--per-minute', '10'), [18_000, 18_000, 18_000, 18_000])
  world.inside.people.clear()
  deepEqual(await take(world, list, ...CONFIRMED), [])
})

test('when a budget is used up it waits for the next hour, but not for the next day', async () => {
  const world = await aRunningWorld()
  const list = `email\n${Array.from({ length: 12 }, (_, i) => `r${i}@example.org`).join('\n')}\n`
  const { fetch } = world.door
  world.door.fetch = (async (...given: Parameters<typeof fetch>) => {
    const answer = await fetch(...given)
    // The next hour has a budget again.
    if (world.inside.quota < 0) world.inside.quota = 100
    return answer
  }) as typeof fetch
  world.inside.quota = 7
  world.inside.retryAt = world.now + 20 * 60_000
  const pauses = await take(world, list)
  ok(pauses.includes(20 * 60_000))
  equal(emails(world).length, 12)
  match(world.said.join('\n'), /used up: 7 of 12 rows are done\. Going on in 20 minutes/)
})

test("stopped by a day's budget, the same command goes on after the last line that was done", async () => {
  const world = await aRunningWorld()
  const list = `email\n${Array.from({ length: 12 }, (_, i) => `r${i}@example.org`).join('\n')}\n`
  world.inside.quota = 7
  world.inside.retryAt = Date.parse('2026-11-26T00:00:00Z')
  await rejects(take(world, list), (error: Error & { cure?: string }) => {
    match(error.message, /used up: 7 of 12 rows are done/)
    match(error.cure ?? '', /after 2026-11-26T00:00:00\.000Z/)
    return true
  })
  world.inside.quota = 100
  world.said.length = 0
  const before = world.changed
  await take(world, list)
  equal(world.changed - before, 2)
  match(world.said.join('\n'), /Going on after line 8/)
  equal(emails(world).length, 12)
  await take(world, list)
  match(world.said.join('\n'), /line 2: already a reader/)
})

test('a file that was changed since is begun anew, and --again begins anew too', async () => {
  const world = await aRunningWorld()
  const list = 'email\na@example.org\nb@example.org\n'
  world.inside.quota = 1
  world.inside.retryAt = world.now + DAY
  await rejects(take(world, list))
  world.inside.quota = 100
  await take(world, `${list}c@example.org\n`)
  deepEqual(emails(world), ['a@example.org', 'b@example.org', 'c@example.org'])
  ok(!world.said.join('\n').includes('Going on'))
})

test('100,000 lines are read, told apart and handed over within bounded calls', async () => {
  const world = await aRunningWorld()
  const lines = Array.from(
    { length: 100_000 },
    (_, i) => `reader${i % 99_000}@example${i % 7}.org,"Name, ${i}"`,
  )
  const started = performance.now()
  const before = world.changed
  await take(world, `email,name\n${lines.join('\n')}\n`, ...CONFIRMED)
  const different = new Set(lines.map((line) => line.split(',')[0])).size
  equal(emails(world).length, different)
  ok(world.changed - before <= Math.ceil(different / 50))
  ok(performance.now() - started < 120_000)
})

test('no cell of an export is a formula, and each reads back as it was', () => {
  for (const value of ['=cmd|calc', '+1', '-1', '@x', '\tx', "'=x", "''+x", '＝x']) {
    ok(asText(value).startsWith("'"))
    equal(asWritten(asText(value)), value)
  }
  for (const value of ['a@x.org', "o'neil@x.org", "'quoted'", '']) equal(asText(value), value)
  fc.assert(fc.property(fc.string(), (value) => asWritten(asText(value)) === value))
  fc.assert(fc.property(fc.string(), (value) => !/^[=+\-@\t\r]/.test(asText(value))))
})

test('an export holds every reader on every page, for its owner alone, and reads back', async () => {
  const world = await aRunningWorld()
  for (const [name, consentText] of [
    ['a', '=HYPERLINK("x")'],
    ['b', 'two\nlines, "quoted"'],
    ['c', 'plain'],
  ] as const)
    world.inside.people.set(`${name}@example.org`, {
      email: `${name}@example.org`,
      state: 'active',
      line: 0,
      confirmedAt: Date.parse('2025-03-01'),
      consentText,
      timezone: 'Europe/Berlin',
      hour: 7,
      days: 'mon,thu',
      papers: 10,
      topics: 'category=cs.CL&q=agents',
      early: 'yes',
    } as never)
  const file = join(world.door.root, 'out.csv')
  equal(await exportReaders(world.door, [file]), 3)
  equal(statSync(file).mode & 0o777, 0o600)
  const rows = parse(readFileSync(file, 'utf8'), { columns: true }) as Record<string, string>[]
  equal(rows[0]?.consent, '\'=HYPERLINK("x")')
  const table = parseTable(readFileSync(file, 'utf8'))
  const format = formatOf(table)
  equal(format?.name, 'Papertide')
  deepEqual(
    table.rows.map((row) => {
      const reading = format?.read(row)
      return reading && 'row' in reading
        ? [reading.row.consentText, reading.row.preferences?.topics, reading.row.preferences?.early]
        : reading
    }),
    [
      ['=HYPERLINK("x")', 'category=cs.CL&q=agents', 'yes'],
      ['two\nlines, "quoted"', 'category=cs.CL&q=agents', 'yes'],
      ['plain', 'category=cs.CL&q=agents', 'yes'],
      [null, '', ''],
    ],
  )
  // An export of before there were early picks is one all the same.
  equal(formatOf({ ...table, header: table.header.filter((name) => name !== 'early') })?.name, 'Papertide')
  await rejects(exportReaders(world.door, [file]), /is there already/)
})

test('what is no CSV, has no addresses or is not there is said, with what to do', async () => {
  const world = await aRunningWorld()
  await rejects(take(world, 'email\n"never closed\n'), /That is no CSV/)
  await rejects(take(world, 'name,phone\nAda,1\n'), /no column with addresses; it has: name, phone/)
  await rejects(take(world, ''), /no column with addresses/)
  await rejects(importReaders(world.door, readImportFlags(['nowhere.csv'])), /cannot be read/)
  for (const [args, message] of [
    [['import'], /Which file/],
    [['import', 'x.csv', '--consent-date', '2025-03-01'], /with --confirmed only/],
    [['import', 'x.csv', '--confirmed', '--consent-date', '2025-02-30'], /takes a date/],
    [['import', 'x.csv', '--per-minute', '0'], /whole number/],
    [['delete'], /import or export/],
    [[], /import or export/],
  ] as const)
    await rejects(subscribers(world.door, [...args]), message)
})

test('any bytes are read as some text, and any text as a table or an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof decode(bytes) === 'string'))
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      try {
        return Array.isArray(parseTable(text).rows)
      } catch (error) {
        return (error as Error).name === 'StepError'
      }
    }),
  )
})
