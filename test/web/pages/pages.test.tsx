import type { Child } from 'hono/jsx'
import { expect, test } from 'vitest'
import { KINDS } from '../../../src/channels/channel.ts'
import type { ChannelSeen } from '../../../src/db/channels.ts'
import { LISTS, SEARCH } from '../../../src/lists/list-names.ts'
import type { Page } from '../../../src/lists/read-list.ts'
import type { Observation } from '../../../src/papers/observation.ts'
import type { EditionPaper } from '../../../src/ranking/edition.ts'
import { makeReport } from '../../../src/ranking/report.ts'
import { parseListQuery } from '../../../src/search/list-query.ts'
import { HOUR } from '../../../src/time/dates.ts'
import { asDocument } from '../../../src/web/components/layout.tsx'
import { faviconOf } from '../../../src/web/components/logo.tsx'
import { ChannelsPage } from '../../../src/web/pages/channels.tsx'
import { EarlyRecordPage } from '../../../src/web/pages/early-record.tsx'
import { EditionPage } from '../../../src/web/pages/edition.tsx'
import { EditionsPage } from '../../../src/web/pages/editions.tsx'
import { LandingPage } from '../../../src/web/pages/landing.tsx'
import { ListPage } from '../../../src/web/pages/list.tsx'
import { MessagePage } from '../../../src/web/pages/message.tsx'
import * as messages from '../../../src/web/pages/messages.ts'
import { PaperPage } from '../../../src/web/pages/paper.tsx'
import { StatusPage } from '../../../src/web/pages/status.tsx'
import { styleSheetOf } from '../../../src/web/styles/stylesheet.ts'
import { PAPERTIDE } from '../../../src/wording/brand.ts'
import { anEdition, anEditionPaper, HOSTILE } from '../../helpers/editions.ts'
import { attributes, headings } from '../../helpers/html.ts'
import { aPaper } from '../../helpers/papers.ts'

const style = styleSheetOf(PAPERTIDE)

const publicUrl = 'https://papertide.example'
const now = Date.UTC(2026, 0, 30, 3)

const saw = (at: number, upvotes: number | null): Observation => ({
  paperId: '2601.12538',
  source: 'huggingface',
  at,
  upvotes,
  comments: null,
  stars: null,
  points: null,
})

function aPaperPage(
  changes: Parameters<typeof anEditionPaper>[0] = {},
  observations: Observation[] = [],
): string {
  const { position: _, depth: __, score, reason, ...paper } = anEditionPaper(changes)
  const known = { ...aPaper(), ...paper, version: 2, firstSeenAt: now, comment: '12 pages', withdrawn: false }
  const report = makeReport(known, observations, {
    current: null,
    edition: { date: '2026-01-30', position: 1, score, reason },
    earlyPick: null,
    similar: [{ id: '2601.00001', title: HOSTILE.title ?? '' }],
  })
  return asDocument(<PaperPage publicUrl={publicUrl} report={{ ...report, score, reason }} />)
}

const aStatus = (
  <StatusPage
    publicUrl={publicUrl}
    sources={[
      { name: 'Hugging Face', lastGoodAt: now - HOUR, error: null },
      { name: 'arXiv', lastGoodAt: null, error: 'Rate exceeded.' },
    ]}
    edition={{ date: '2026-01-30', state: 'complete' }}
    ok={false}
    next={Date.UTC(2026, 1, 3, 2, 15)}
    tick={now - 900_000}
    problems={['The delivery of the edition of 2026-01-30 is stalled.']}
    deliveries={[
      {
        edition: '2026-01-30',
        plannedAt: now - 7_200_000,
        waitingSince: now - 7_200_000,
        state: 'under way',
      },
    ]}
    now={now}
  />
)

function listQueryOf(params: string) {
  const listQuery = parseListQuery(new URLSearchParams(params))
  if ('error' in listQuery) throw new Error(listQuery.error)
  return listQuery
}

function aRead(papers: EditionPaper[]): Page {
  return {
    papers: papers.map((paper) => ({ paper, enteredAt: now, editionDate: null, pickedOn: null })),
    next: '12.5~2601.00001',
    updatedAt: now,
    corrected: null,
  }
}

function aListPage(papers: EditionPaper[], params = '') {
  const [list] = LISTS
  if (!list) throw new Error('there are no lists')
  return <ListPage publicUrl={publicUrl} list={list} listQuery={listQueryOf(params)} read={aRead(papers)} />
}

const WEEKS = ['2026-01-26', '2026-01-19'].map((week) => ({
  week,
  known: { picks: 80, listed: 31, top: 6 },
  newcomers: { picks: 20, listed: 3, top: 0 },
}))

const aChannel: ChannelSeen = {
  id: 1,
  subscriberId: 7,
  kind: 'slack',
  shown: 'hooks.slack.com…x7Q',
  state: 'active',
  guesses: 1,
  scheduleId: 1,
  scheduleFrom: '2026-01-30',
  nextScheduleId: null,
  nextFrom: null,
  changesAt: null,
  createdAt: now,
  confirmedAt: now,
  endedAt: null,
  reason: null,
  schedule: {
    id: 1,
    kind: 'daily',
    timezone: 'Europe/Berlin',
    hour: 7,
    days: 0b1_1111,
    papers: 10,
    topics: 'category=cs.CL',
  },
  last: { localDate: '2026-01-30', state: 'accepted', error: null, settledAt: now },
}
const aChannelsPage = (changes: Partial<Parameters<typeof ChannelsPage>[0]> = {}) => (
  <ChannelsPage
    path="/channels"
    query={{ token: 'a"b' }}
    hidden={{}}
    channels={[
      aChannel,
      {
        ...aChannel,
        id: 2,
        kind: 'ntfy',
        shown: 'ntfy.sh/pa…',
        state: 'waiting',
        confirmedAt: null,
        last: null,
      },
      { ...aChannel, id: 3, kind: 'discord', state: 'ended', endedAt: now, reason: 'it answered 404' },
    ]}
    kinds={KINDS}
    kind={null}
    open={null}
    notice="A code was posted there. Type it here within an hour."
    error={null}
    back={{ href: '/preferences?token=a', label: 'Preferences' }}
    {...changes}
  />
)

const elements: Record<string, Child> = {
  channels: aChannelsPage(),
  'a channel to add': aChannelsPage({ kind: 'matrix', channels: [], error: 'A room is its id: !…:server.' }),
  'a channel to change': aChannelsPage({ open: 1, notice: null }),
  landing: (
    <LandingPage publicUrl={publicUrl} edition={anEdition()} early={[]} timezone="Europe/Berlin" next={now} />
  ),
  'landing with picks': (
    <LandingPage
      publicUrl={publicUrl}
      edition={anEdition()}
      early={[{ id: '2601.00001', title: HOSTILE.title ?? '', reason: HOSTILE.title ?? '' }]}
      timezone="UTC"
      next={now}
    />
  ),
  record: (
    <EarlyRecordPage
      publicUrl={publicUrl}
      until="2026-01-26"
      present="2026-01-26"
      weeks={WEEKS}
      earlier="2026-01-12"
    />
  ),
  'empty record': (
    <EarlyRecordPage publicUrl={publicUrl} until={null} present="2026-01-26" weeks={[]} earlier={null} />
  ),
  'empty landing': <LandingPage publicUrl={publicUrl} edition={null} early={[]} timezone="UTC" next={now} />,
  edition: <EditionPage publicUrl={publicUrl} edition={anEdition()} before="2026-01-29" />,
  archive: <EditionsPage publicUrl={publicUrl} editions={[anEdition()]} />,
  'empty archive': <EditionsPage publicUrl={publicUrl} editions={[]} />,
  list: aListPage(anEdition().papers),
  'hostile list': aListPage(
    [anEditionPaper(HOSTILE)],
    `category=cs.CL,-cs.CY&q=${encodeURIComponent('"><b>')}x&mute=<i>`,
  ),
  'empty list': aListPage([], 'q=nothing'),
  search: <ListPage publicUrl={publicUrl} list={SEARCH} listQuery={listQueryOf('')} read={aRead([])} />,
  status: aStatus,
  confirm: <MessagePage {...messages.askConfirm('a"b')} />,
  unsubscribe: <MessagePage {...messages.askUnsubscribe('a&b')} />,
  'not found': <MessagePage {...messages.notFound} />,
}
const pages = new Map(Object.entries(elements).map(([name, page]) => [name, asDocument(page)]))
pages.set('paper', aPaperPage({}, [saw(0, 3), saw(1, 5), saw(2, 6), saw(3, 8), saw(4, 9)]))
pages.set('hostile paper', aPaperPage(HOSTILE))

test('no page holds a script, a style of its own, or anything from elsewhere: the CSP allows none', () => {
  for (const [name, html] of pages) {
    // Tags alone: text and attribute values may say what they like.
    const tags = (html.match(/<[^>]+>/g)?.join('') ?? '').replace(/"[^"]*"/g, '""')
    expect(tags, name).not.toMatch(/<script|<style|\sstyle=|\son\w+=|<iframe|<base/i)
    // The badge of the paper is the only picture.
    for (const src of attributes(html, 'src')) expect(src, name).toMatch(/^\/papers\/[\w./-]+\/badge\.svg$/)
    expect(
      [...html.matchAll(/<link rel="(?:stylesheet|icon)" href="([^"]+)"/g)].map((match) => match[1]),
    ).toEqual(['/favicon.svg', style.path])
  }
})

test('links lead to our own pages or by http(s) elsewhere', () => {
  for (const [name, html] of pages)
    for (const href of attributes(html, 'href')) expect(href, name).toMatch(/^(\/(?!\/)|#|https?:\/\/)/)
})

test('every page has a language, one main, one h1 and headings without gaps', () => {
  for (const [name, html] of pages) {
    expect(html, name).toMatch(/^<!doctype html><html lang="en">/)
    expect(html.match(/<main /g), name).toHaveLength(1)
    const levels = headings(html)
    expect(levels[0], name).toBe(1)
    expect(
      levels.filter((level) => level === 1),
      name,
    ).toHaveLength(1)
    levels.reduce((before, level) => {
      expect(level, name).toBeLessThanOrEqual(before + 1)
      return level
    })
  }
})

test('every field has a label, every id is unique, the skip link has its target', () => {
  for (const [name, html] of pages) {
    const ids = attributes(html, 'id')
    expect(new Set(ids).size, name).toBe(ids.length)
    expect(ids, name).toContain('main')
    // In a label, or named by one, or by itself.
    const apart = html.replace(/<label[^>]*>(?:(?!<\/label>).)*<\/label>/gs, (label) =>
      label.includes('<input') ? '' : label,
    )
    for (const [field] of apart.matchAll(/<(?:input|select)\s(?![^>]*type="hidden")[^>]*>/g)) {
      const id = /\bid="([^"]+)"/.exec(field)?.[1]
      if (id) expect(attributes(html, 'for'), name).toContain(id)
      else expect(field, name).toMatch(/aria-label="[^"]+"/)
    }
  }
})

test('public pages announce the feeds and their canonical address; a reader’s own pages are not indexed', () => {
  const landing = pages.get('landing') ?? ''
  expect(landing).toContain('<link rel="canonical" href="https://papertide.example/"/>')
  expect(landing.match(/<link rel="alternate"/g)).toHaveLength(3)
  const confirm = pages.get('confirm') ?? ''
  expect(confirm).toContain('<meta name="robots" content="noindex"/>')
  expect(confirm).not.toContain('canonical')
})

test('the signup asks for one field, guesses the time zone and sets a trap for robots', () => {
  const html = pages.get('landing') ?? ''
  expect(html).toContain('<form class="signup" method="post" action="/subscribe">')
  expect(html).toMatch(/<option value="Europe\/Berlin" selected="">/)
  expect(html.match(/required=""/g)).toHaveLength(1)
  expect(html).toContain('name="website"')
})

test('a time zone this runtime does not list is still offered', () => {
  const html = asDocument(
    <LandingPage publicUrl={publicUrl} edition={null} early={[]} timezone="Mars/Olympus_Mons" next={now} />,
  )
  expect(html).toMatch(/<option value="Mars\/Olympus_Mons" selected="">Olympus Mons<\/option>/)
})

test('confirming and unsubscribing are posts, and tokens are escaped', () => {
  expect(pages.get('confirm')).toContain('<input type="hidden" name="token" value="a&quot;b"/>')
  expect(pages.get('confirm')).toContain('method="post" action="/confirm"')
  expect(pages.get('unsubscribe')).toContain('action="/unsubscribe?token=a%26b"')
  expect(pages.get('unsubscribe')).toContain('name="List-Unsubscribe" value="One-Click"')
})

test('a paper page names all authors, twenty before the fold, and says what is not known', () => {
  const html = aPaperPage({
    categories: [],
    score: { ...anEditionPaper().score, parts: { ...anEditionPaper().score.parts, stars: null } },
  })
  for (const author of anEditionPaper().authors) expect(html).toContain(author)
  expect(html).toContain('and 9 more authors')
  expect(html).toContain('not observed')
  expect(html).not.toContain('Categories')
})

test('the curve of a paper is drawn from four changes of its upvotes on', () => {
  expect(pages.get('paper')).toContain(
    'aria-label="Upvotes went from 3 on 1 January 1970 to 9 on 1 January 1970."',
  )
  expect(aPaperPage({}, [saw(0, 3), saw(1, 5), saw(2, 6), saw(3, 8), saw(4, 8)])).not.toContain('<figure')
  expect(aPaperPage({}, [saw(0, 3), saw(5, null)])).not.toContain('<figure')
})

test('an edition leads to the one before and shows its note', () => {
  const html = asDocument(
    <EditionPage
      publicUrl={publicUrl}
      edition={anEdition({ state: 'quiet', note: 'No list today.', papers: [] })}
      before="2026-01-29"
    />,
  )
  expect(html).toContain('<a rel="prev" href="/editions/2026-01-29">')
  expect(html).toContain('No list today.')
  expect(html).toContain('<time datetime="2026-01-30">Friday, 30 January 2026</time>')
})

test('the status tells what is wrong in one place, labels before values, and no number of readers', () => {
  const html = pages.get('status') ?? ''
  expect(html).toContain('<p class="lede">1 thing needs attention.</p>')
  expect(html).toContain('60 minutes ago')
  expect(html).toContain('none in three days')
  expect(html).toMatch(/<dt>Last tick<\/dt><dd><time[^>]*>15 minutes ago<\/time><\/dd>/)
  expect(html).toContain('Tuesday, 3 February 2026, about 02:15 UTC')
  expect(html).toContain('began 2 hours ago; mails planned 2 hours ago still wait')
})

test('the style sheet and the icon load nothing', () => {
  expect(style.path).toMatch(/^\/style-[0-9a-f]{8}\.css$/)
  expect(style.css).not.toMatch(/url\(|@import|@font-face/)
  expect(faviconOf(PAPERTIDE)).not.toMatch(/href|<style|<script/)
})
