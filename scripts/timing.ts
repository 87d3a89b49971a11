import { parseArgs } from 'node:util'

const HELP = `npm run timing -- --url http://localhost:8787 --known ada@example.org [--rounds 60]

Asks a running product of your own to sign up a known and an unknown address in turn, and prints how well the time of the answer tells
them apart: the AUC is the chance that an answer for an unknown address took longer than one for the known one. 0.5 tells
nothing; the bounds are of 95 of 100 repetitions (bootstrap). Each address and network is limited, so every request names
another network (cf-connecting-ip, which Cloudflare itself would overwrite) and signups of a day end at 500.`

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    known: { type: 'string', default: 'reader@example.org' },
    rounds: { type: 'string', default: '60' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}

const rounds = Number(values.rounds)
const at = values.known.indexOf('@')
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
for (let round = -5; round < rounds; round++) {
  // The known address is asked for once an hour; its other writings are the same mailbox, and as unknown as any.
  const pair = [
    { times: known, email: values.known },
    { times: unknown, email: `${values.known.slice(0, at)}${round + 5}-${Date.now()}@d${request}.example` },
  ]
  for (const { times, email } of round % 2 === 0 ? pair : pair.reverse()) {
    const time = await timeOf(email)
    if (round >= 0) times.push(time)
  }
}

const boot = Array.from({ length: 1000 }, () => aucOf(drawn(unknown), drawn(known))).sort((a, b) => a - b)
const median = (times: readonly number[]) =>
  quantile(
    times.toSorted((a, b) => a - b),
    0.5,
  ).toFixed(1)
console.log(`${rounds} rounds: known p50 ${median(known)} ms, unknown p50 ${median(unknown)} ms`)
console.log(
  `AUC ${aucOf(unknown, known).toFixed(3)} (${quantile(boot, 0.025).toFixed(3)} to ${quantile(boot, 0.975).toFixed(3)})`,
)
