import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const HELP = `npm run timing -- --url http://localhost:8787 --known ADDRESSES.txt

Asks a running product of your own to sign up known and unknown addresses in turn, and prints how well the time of the answer
tells them apart: the AUC is the chance that the answer for an unknown address took longer than that for a known one. 0.5
tells nothing; the bounds hold 95 of 100 repetitions (bootstrap). ADDRESSES.txt has active readers, one a line, at domains of
their own. Every request names another network (cf-connecting-ip, which Cloudflare would overwrite); a product stores 500
signups a day.`

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    known: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help || values.known === undefined) {
  console.log(HELP)
  process.exit(values.help ? 0 : 1)
}

/** Pairs that warm the product up and are not counted. */
const WARM_UP = 10
const addresses = readFileSync(values.known, 'utf8').split('\n').filter(Boolean)
let request = 0

/** Milliseconds until the whole answer was there. */
async function timeOf(email: string): Promise<number> {
  request++
  const network = `10.${request % 250}.${Math.floor(request / 250)}.1`
  const begun = performance.now()
  const answer = await fetch(new URL('/subscribe', values.url), {
    method: 'POST',
    body: new URLSearchParams({ email }),
    headers: { 'cf-connecting-ip': network },
  })
  await answer.text()
  if (answer.status !== 200) throw new Error(`the answer for request ${request} was ${answer.status}`)
  return performance.now() - begun
}

/** The chance that one of `a` is larger than one of `b`; equal ones count half. */
const aucOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x) => sum + b.reduce((wins, y) => wins + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0) /
  (a.length * b.length)
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
const drawn = (from: readonly number[]) => from.map(() => from[Math.floor(Math.random() * from.length)] ?? 0)

const known: number[] = []
const unknown: number[] = []
for (const [round, address] of addresses.entries()) {
  const pair = [
    { times: known, email: address },
    { times: unknown, email: `unknown${Date.now()}@of-${address.split('@')[1]}` },
  ]
  for (const { times, email } of round % 2 === 0 ? pair : pair.reverse()) {
    const time = await timeOf(email)
    if (round >= WARM_UP) times.push(time)
  }
}

const boot = Array.from({ length: 1000 }, () => aucOf(drawn(unknown), drawn(known))).sort((a, b) => a - b)
const median = (times: readonly number[]) =>
  quantile(
    times.toSorted((a, b) => a - b),
    0.5,
  ).toFixed(1)
console.log(`${known.length} of each: known p50 ${median(known)} ms, unknown p50 ${median(unknown)} ms`)
console.log(
  `AUC ${aucOf(unknown, known).toFixed(3)} (${quantile(boot, 0.025).toFixed(3)} to ${quantile(boot, 0.975).toFixed(3)})`,
)
