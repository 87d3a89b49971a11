import type { Mail } from '../../src/mail/mail.ts'
import { DAY } from '../../src/time/dates.ts'

/**
 * What a call is answered. `cut body`, `slow` and `lost answer`: the provider takes it all the
 * same.
 */
export type Fault =
  | 'lost request'
  | 'lost answer'
  | 'cut body'
  | 'slow'
  | { status: number; body: unknown; headers?: Record<string, string>; taken?: boolean }

const KEPT = DAY
const refusal = (
  status: number,
  name: string,
  headers: Record<string, string> = {},
  message = 'No.',
): Fault => ({
  status,
  headers,
  body: { statusCode: status, name, message },
})

/** Every way in which a call can go wrong. */
export const FAULTS: Record<string, Fault> = {
  'lost request': 'lost request',
  'lost answer': 'lost answer',
  'cut body': 'cut body',
  slow: 'slow',
  '500': refusal(500, 'internal_server_error'),
  '500 after taking it': { ...(refusal(500, 'internal_server_error') as object), taken: true } as Fault,
  '502 as HTML': { status: 502, body: '<html>Bad gateway' },
  'rate with headers': refusal(429, 'rate_limit_exceeded', { 'retry-after': '2', 'ratelimit-reset': '2' }),
  'rate without headers': refusal(429, 'rate_limit_exceeded'),
  quota: refusal(429, 'daily_quota_exceeded'),
  '401': refusal(401, 'restricted_api_key'),
  '422': refusal(422, 'validation_error'),
}

/**
 * A mail provider that behaves as Resend's API does: keys are kept 24 h, bound to the payload;
 * another body under a known key is 409 invalid_idempotent_request, the same while the first call
 * runs is 409 concurrent_idempotent_requests; permissive batches refuse single mails by index.
 * Faults are answered in the order in which they were queued, one per call; `weather` decides when
 * none is queued.
 */
export class FakeResend {
  taken: Mail[] = []
  calls: { path: string; key: string | null; body: string }[] = []
  faults: Fault[] = []
  weather: () => Fault | undefined = () => undefined
  /** Addresses that are refused one by one. */
  refused = new Set<string>()
  /** Mails taken, by `address subject`: what must never pass one for an edition. */
  counts = new Map<string, number>()
  /** Keys of the calls whose yes was not lost on its way. */
  yes: string[] = []
  readonly #keys = new Map<string, { body: string; at: number; answer: unknown }>()
  readonly #running = new Set<string>()
  constructor(private readonly now: () => number) {}

  /** Mails taken for an address. */
  to = (email: string) => this.taken.filter((mail) => mail.to === email)

  async answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    const [key, body] = [request.headers.get('idempotency-key'), await request.text()]
    this.calls.push({ path, key, body })
    const fault = this.faults.shift() ?? this.weather()
    if (request.signal.aborted) {
      this.#take(path, key, body)
      throw request.signal.reason
    }
    if (fault === 'lost request') throw new TypeError('connection reset')
    if (typeof fault === 'object' && !fault.taken) return respond(fault)
    if (key !== null && this.#running.has(key))
      return respond(refusal(409, 'concurrent_idempotent_requests') as Exclude<Fault, string>)
    if (key !== null) this.#running.add(key)
    if (fault === 'slow') await scheduler.wait(2)
    const answer = this.#take(path, key, body)
    if (key !== null) this.#running.delete(key)
    if (fault === 'lost answer') throw new TypeError('connection reset')
    if (fault === 'cut body') return new Response((await answer.text()).slice(0, -9), answer)
    if (typeof fault === 'object') return respond(fault)
    if (answer.ok && key !== null) this.yes.push(key)
    return answer
  }

  #take(path: string, key: string | null, body: string): Response {
    const known = key === null ? undefined : this.#keys.get(key)
    if (known && this.now() - known.at < KEPT) {
      if (known.body === body) return Response.json(known.answer)
      const message = 'This idempotency key was used with a different request.'
      return Response.json({ statusCode: 409, name: 'invalid_idempotent_request', message }, { status: 409 })
    }
    const mails = [JSON.parse(body)].flat() as Mail[]
    const good = mails.filter((mail) => !this.refused.has(mail.to))
    const errors = mails.flatMap((mail, index) =>
      this.refused.has(mail.to) ? [{ index, message: 'Invalid `to` field.' }] : [],
    )
    this.taken.push(...good)
    for (const { to, subject } of good)
      this.counts.set(`${to} ${subject}`, (this.counts.get(`${to} ${subject}`) ?? 0) + 1)
    // A single mail is refused as a whole: https://resend.com/docs/api-reference/errors
    if (good.length === 0 && !path.endsWith('/batch'))
      return respond(refusal(422, 'validation_error', {}, 'Invalid `to` field.') as Exclude<Fault, string>)
    const data = good.map((_, index) => ({ id: `mail-${this.taken.length}-${index}` }))
    const answer = path.endsWith('/batch') ? { data, ...(errors.length > 0 ? { errors } : {}) } : data[0]
    if (key !== null) this.#keys.set(key, { body, at: this.now(), answer })
    return Response.json(answer)
  }
}

const respond = ({ body, status, headers }: Exclude<Fault, string>) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: headers ?? {} })
