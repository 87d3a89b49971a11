/** What a channel can be. */
export const KINDS = ['webhook', 'slack', 'discord', 'telegram', 'ntfy', 'matrix'] as const
export type Kind = (typeof KINDS)[number]

/**
 * Where a channel is, as its owner gave it: an address, a name there (a chat, a topic, a room), and
 * a secret. Whoever knows all of it can post there, so it is shown nowhere in full.
 */
export type Target = { url: string; name: string; secret: string }

/** What the operator set, and our own host, where nothing is posted. */
export type ChannelSettings = { publicUrl: string; telegramToken: string | undefined }

/** One thing that the form asks for. */
export type Field = {
  name: keyof Target
  label: string
  hint: string
  optional?: true
  /** It is not shown while it is typed. */
  hidden?: true
}

/** A paper as a channel gets it: texts as they are, not escaped. */
export type PostPaper = {
  position: number
  id: string
  title: string
  authors: string
  lead: string
  reason: string
  /** Our own page of it. */
  url: string
}

/** One digest for a channel. */
export type Post = {
  /** `15 rising papers, Tuesday, 20 January 2026`. */
  title: string
  /** The edition (`YYYY-MM-DD`) and when it was published (ms, UTC). */
  date: string
  publishedAt: number
  /** What it is narrowed to, and notes; empty: nothing. */
  notes: readonly string[]
  /** The edition, or the list of the topics. */
  url: string
  papers: readonly PostPaper[]
}

/** One request to a channel. */
export type ChannelRequest = {
  url: string
  method: 'POST' | 'PUT'
  headers: Record<string, string>
  body: string
}

/** What came back: a status and the beginning of a body, or nothing. */
export type Answer =
  | { status: number; retryAfter: number | null; body: string }
  /** `asked`: the channel may have got the request. `gone`: it can never be asked. */
  | { status: null; asked: boolean; error: string }

/** What a request came to. Each has one treatment: delivery/settle-post.ts. */
export type PostOutcome =
  | { kind: 'accepted' }
  /** The channel is no more. */
  | { kind: 'gone'; error: string }
  /** Not taken; ask its host again after `wait` (ms). */
  | { kind: 'busy'; wait: number; error: string }
  /** Surely not taken. */
  | { kind: 'rejected'; error: string }
  /** It may have been taken. */
  | { kind: 'unknown'; error: string }

/** One kind of channel. All of it is pure. */
export type Adapter = {
  label: string
  fields: readonly Field[]
  /** Its requests go to one host, whatever the owner gave. */
  host: string | null
  /**
   * It takes a message once under one id. Where it does not, a request that may have been taken is
   * never repeated.
   */
  knowsIds: boolean
  /** Reads what an owner gave; a sentence if nothing can be posted there. */
  read: (given: Target, settings: ChannelSettings) => Target | { error: string }
  /** As pages name it: enough to know it again, and not enough to post there. */
  shown: (target: Target) => string
  /** The bodies of the messages of a digest, each within the limits of the kind. */
  messages: (post: Post) => string[]
  /** The body of the message that asks to confirm. */
  code: (code: string, publicUrl: string) => string
  /** `id`: the same for each repetition of a message; `at`: ms. */
  request: (
    target: Target,
    message: { body: string; id: string; at: number },
    settings: ChannelSettings,
  ) => ChannelRequest
  /** Whether an error (status, body) says that the channel is no more; unset: 404 and 410 do. */
  gone?: (status: number, body: string) => boolean
}

/** What the message with the code says. */
export const codeText = (code: string, publicUrl: string): string =>
  `Somebody wants the papers of ${publicUrl} posted here. The code is ${code}. Type it there within an hour. If it was not you, do nothing: nothing else comes.`

/** The beginning and the end of something secret (`hooks.example…x7Q`). */
export const masked = (start: string, secret: string): string =>
  secret.length >= 12 ? `${start}…${secret.slice(-3)}` : `${start}…`

/** Headers of a JSON body. */
export const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' }

/** The same with an access token (RFC 6750), if there is one. */
export const bearer = (token: string): Record<string, string> =>
  token === '' ? JSON_HEADERS : { ...JSON_HEADERS, authorization: `Bearer ${token}` }
