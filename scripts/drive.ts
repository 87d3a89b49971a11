import { setTimeout as wait } from 'node:timers/promises'
import { addSlack, type Channels } from './channels.ts'
import type { Inbox } from './inbox.ts'
import { subscribeReader } from './reader.ts'
import { knownAt } from './replay/archive.ts'
import type { Replay } from './replay/server.ts'
import type { State } from './state.ts'

const CRON = '*/15 * * * *'
/** Of the 96 ticks of a day those on which something happens, UTC. */
const TICKS = '00:15 02:15 02:30 06:15 07:15 08:15 10:15 13:15 16:15 20:15 23:45'.split(' ')
export const LAST_TICK = '23:45'
/**
 * The tick of the reader's hour, 7 in Berlin in winter, and the one at which the reader signs up.
 */
const DIGEST_TICK = '06:15'
const SIGNUP_TICK = '10:15'
/** How long the work of a tick may take, and a digest from there to the inbox (ms). */
const WORK_PATIENCE = 180_000
const DIGEST_PATIENCE = 5_000

/** A paper's own page here, at arXiv or at Hugging Face. */
const PAPER_LINK = /href="[^"]*\/(?:papers|abs)\/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})"/g

export type World = { product: string; replay: Replay; inbox: Inbox; state: State; channels: Channels | null }

/**
 * Fires the cron at `at` (ms, UTC): it sends messages for what is due. @throws Error when the
 * Worker fails
 */
export async function tick(product: string, at: number) {
  const query = new URLSearchParams({ cron: CRON, time: String(at) })
  const response = await fetch(`${product}/cdn-cgi/handler/scheduled?${query}`, {
    signal: AbortSignal.timeout(120_000),
  })
  const body = await response.text()
  if (response.ok) return
  throw new Error(
    `The tick of ${new Date(at).toISOString()} failed (${response.status}): ${body.slice(0, 500)}`,
  )
}

/**
 * The same, and waits until all of its work is done, where ticks are played. @throws Error when
 * that has no end
 */
export async function tickAndWork(product: string, at: number) {
  await tick(product, at)
  const end = Date.now() + WORK_PATIENCE
  while (Date.now() < end) {
    const response = await fetch(`${product}/status.json`, { signal: AbortSignal.timeout(20_000) })
    const { busy } = (await response.json()) as { busy?: boolean }
    if (busy === false) return
    await wait(150)
  }
  throw new Error(`The work of the tick of ${new Date(at).toISOString()} did not end.`)
}

/**
 * Plays what is left of one day (`YYYY-MM-DD`) and gives the line that tells about it.
 * @param mayMeetReader from this day on the reader signs up, unless that was done
 */
export async function playDay(world: World, date: string, mayMeetReader: boolean): Promise<string> {
  const { product, replay, inbox, state } = world
  for (const time of TICKS) {
    const at = Date.parse(`${date}T${time}:00Z`)
    if (at <= (state.progress.playedUntil ?? 0)) continue
    const before = (await inbox.mails()).length
    replay.now = at
    await tickAndWork(product, at)
    state.progress.playedUntil = at
    state.saveProgress()
    const awaited = time === DIGEST_TICK && state.progress.readerConfirmed
    if (awaited && (await readEdition(product, date))) {
      await inbox.waitFor(before + 1, DIGEST_PATIENCE)
    }
    if (world.channels && state.progress.readerConfirmed && !state.progress.channelAdded) {
      state.progress.channelAdded = await addSlack(product, inbox, world.channels)
      state.saveProgress()
    }
    if (time === SIGNUP_TICK && mayMeetReader && !state.progress.readerConfirmed) {
      await subscribeReader(product, inbox)
      state.progress.readerConfirmed = true
      state.saveProgress()
    }
  }
  await inbox.save()
  return describeDay(world, date)
}

async function describeDay({ product, replay, inbox }: World, date: string): Promise<string> {
  const weekday = new Date(date).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' })
  const list = replay.archive.listed.filter((paper) => paper.listDate === date && knownAt(paper, replay.now))
  const columns = [
    `${weekday} ${date}`,
    (list.length > 0 ? `${count(list.length, 'paper')} on the list` : 'no list').padEnd(21),
    describeEdition(await readEdition(product, date)).padEnd(20),
    `${count((await inbox.mails()).length, 'mail')} so far`,
  ]
  return columns.join('   ')
}

function describeEdition(papers: number | null): string {
  if (papers === null) return 'no edition'
  return papers > 0 ? `edition of ${count(papers, 'paper')}` : 'quiet edition'
}

/**
 * How many papers the edition of a day shows on its page; null when there is none. @throws Error
 * for any other answer
 */
export async function readEdition(product: string, date: string): Promise<number | null> {
  const response = await fetch(`${product}/editions/${date}`, { signal: AbortSignal.timeout(20_000) })
  const html = await response.text()
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`/editions/${date} answered ${response.status}`)
  return new Set(Array.from(html.matchAll(PAPER_LINK), (link) => link[1])).size
}

export const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
