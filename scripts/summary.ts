import { count, readEdition, type World } from './drive.ts'
import { READER } from './reader.ts'

/**
 * Prints what is there and where to find it; an address is named only if it answers.
 * @param left recorded days that wait to be played (count)
 * @param took from the start (ms)
 */
export async function printSummary(world: World, days: string[], left: number, took: number) {
  const { product, replay, inbox, state } = world
  const editions: string[] = []
  for (const day of days) if (((await readEdition(product, day)) ?? 0) > 0) editions.push(day)
  const today = editions.at(-1)
  const places = [
    ['Papertide', `${product}/`],
    ['Last edition', today ? `${product}/editions/${today}` : null],
    ['RSS', `${product}/feed.xml`],
    ['Atom', `${product}/feed.atom`],
    ['JSON Feed', `${product}/feed.json`],
    ['Trending', `${product}/trending`],
    ['Status', `${product}/status`],
    ['Inbox', `${inbox.url}/inbox`],
    ['Channels', world.channels && `${world.channels.url}/`],
  ] as const
  const mails = await inbox.mails()
  const reader = state.progress.readerConfirmed ? `, most of them to ${READER}` : ''
  console.log(
    `\nReady after ${Math.round(took / 1000)} seconds: ${count(editions.length, 'edition')}, ${count(mails.length, 'mail')}${reader}.\n`,
  )
  for (const [name, address] of places) {
    if (address && (await answers(address))) console.log(`  ${name.padEnd(14)}${address}`)
  }
  console.log(
    left > 0
      ? `\n${count(left, 'more day')} recorded. ${howToGoOn(replay.url)}`
      : '\nAll recorded days are played.',
  )
  console.log('Ctrl-C stops everything; the next npm start goes on from here.')
}

function howToGoOn(replay: string): string {
  const call = `curl -X POST ${replay}/next-day`
  return process.stdin.isTTY ? `Press Enter for the next one, or: ${call}` : `For the next one: ${call}`
}

async function answers(address: string): Promise<boolean> {
  const response = await fetch(address, { signal: AbortSignal.timeout(20_000) })
  await response.body?.cancel()
  return response.ok
}
