/** A mail as the provider was given it. */
export type SentMail = {
  from: string
  to: string
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

/** What the next call is answered instead of being taken. */
export type Fault =
  | 'lost request'
  | 'lost answer'
  | { status: number; body: unknown; headers?: Record<string, string>; taken?: boolean }

const KEPT = 24 * 3_600_000

/**
 * A mail provider that behaves as Resend's API does: keys are kept 24 h, bound to the payload; another body under a
 * known key is 409 invalid_idempotent_request; permissive batches refuse single mails by index.
 * Faults are answered in the order in which they were queued, one per call.
 */
export class FakeResend {
  taken: SentMail[] = []
  calls: { path: string; key: string | null; body: string }[] = []
  faults: Fault[] = []
  /** Addresses that are refused one by one. */
  refused = new Set<string>()
  readonly #keys = new Map<string, { body: string; at: number; answer: unknown }>()
  constructor(private readonly now: () => number) {}

  /** Mails taken for an address. */
  to = (email: string) => this.taken.filter((mail) => mail.to === email)

  async answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    const [key, body] = [request.headers.get('idempotency-key'), await request.text()]
    this.calls.push({ path, key, body })
    const fault = this.faults.shift()
    if (fault === 'lost request') throw new TypeError('connection reset')
    if (fault === 'lost answer') {
      this.#take(path, key, body)
      throw new TypeError('connection reset')
    }
    if (fault) {
      if (fault.taken) this.#take(path, key, body)
      const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body)
      return new Response(text, { status: fault.status, headers: fault.headers ?? {} })
    }
    return this.#take(path, key, body)
  }

  #take(path: string, key: string | null, body: string): Response {
    const known = key === null ? undefined : this.#keys.get(key)
    if (known && this.now() - known.at < KEPT) {
      if (known.body === body) return Response.json(known.answer)
      const message = 'This idempotency key was used with a different request.'
      return Response.json({ statusCode: 409, name: 'invalid_idempotent_request', message }, { status: 409 })
    }
    const mails = [JSON.parse(body)].flat() as SentMail[]
    const good = mails.filter((mail) => !this.refused.has(mail.to))
    const errors = mails.flatMap((mail, index) =>
      this.refused.has(mail.to) ? [{ index, message: 'Invalid `to` field.' }] : [],
    )
    this.taken.push(...good)
    const data = good.map((_, index) => ({ id: `mail-${this.taken.length}-${index}` }))
    const answer = path.endsWith('/batch') ? { data, ...(errors.length > 0 ? { errors } : {}) } : data[0]
    if (key !== null) this.#keys.set(key, { body, at: this.now(), answer })
    return Response.json(answer)
  }
}
