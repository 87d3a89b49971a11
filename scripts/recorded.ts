import { createInterface } from 'node:readline'
import { LAST_TICK, playDay, tickAndWork, type World } from './drive.ts'
import type { Flags } from './flags.ts'
import type { Ports } from './ports.ts'
import { startProduct } from './product.ts'
import { daysOf } from './replay/archive.ts'
import { startReplay } from './replay/server.ts'
import type { State } from './state.ts'
import { printSummary } from './summary.ts'
import { onChange } from './watch.ts'

/** The last day played unasked, a Friday; the days after it wait for Enter. */
const STAND_AT = '2026-01-23'
/** From this day of the archive on (0 is the first) a reader is there. */
const READER_DAY = 3

/** Plays the recorded days, at most `atMost` of them now, and stays up for the rest. */
export async function runRecorded(
  ports: Ports,
  state: State,
  { days: atMost, dev, channels: withChannels, set }: Pick<Flags, 'days' | 'dev' | 'channels' | 'set'>,
) {
  const startedAt = Date.now()
  console.log('Starting the inbox, the recorded answers and the Worker ...')
  const replay = await startReplay(ports.replay, () => nextDay())
  const { url, inbox, channels } = await startProduct(ports, state, {
    HUGGINGFACE_URL: replay.url,
    ARXIV_URL: replay.url,
    HACKERNEWS_URL: replay.url,
    GITHUB_URL: replay.url,
    GITHUB_TOKEN: 'only-for-the-replay',
    CLOCK: 'ticks',
    ...set,
  })
  const world: World = { product: url, replay, inbox, state, channels: withChannels ? channels : null }
  const days = daysOf(replay.archive)
  const left = () =>
    days.filter((day) => Date.parse(`${day}T${LAST_TICK}:00Z`) > (state.progress.playedUntil ?? 0))

  async function playNext(): Promise<string> {
    const day = left()[0]
    if (day === undefined)
      return 'The recorded days are all played. Delete the folder of its state to begin again.'
    const line = await playDay(world, day, days.indexOf(day) >= READER_DAY)
    console.log(line)
    return line
  }
  // One day after the other, however fast somebody asks.
  let playing: Promise<unknown> = Promise.resolve()
  function nextDay(): Promise<string> {
    const next = playing.then(playNext, playNext)
    playing = next
    return next
  }

  if (state.progress.playedUntil !== null) {
    const instant = new Date(state.progress.playedUntil).toISOString().slice(0, 16)
    console.log(`Going on where the last start stopped, at ${instant} UTC.`)
    // The Worker's clock follows its last tick, and it was started anew.
    replay.now = state.progress.playedUntil
    await tickAndWork(url, state.progress.playedUntil)
  }
  for (let played = 0; played < (atMost ?? days.length); played++) {
    const day = left()[0]
    if (day === undefined || day > STAND_AT) break
    await nextDay()
  }
  await printSummary(world, days, left().length, Date.now() - startedAt)

  // The Worker that wrangler starts anew knows no tick: it is given the last one again, which
  // changes nothing.
  if (dev) onChange(() => tickAndWork(url, state.progress.playedUntil ?? 0))
  if (!process.stdin.isTTY) return
  createInterface(process.stdin).on('line', () => {
    nextDay().then(undefined, (error) => console.error(error.message))
  })
}
