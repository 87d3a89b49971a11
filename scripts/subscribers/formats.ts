import { ADDED, asWritten, COLUMNS } from './columns.ts'
import type { FileRow, FileTable } from './read-file.ts'

/**
 * A reader as `POST /operator/readers` takes them (src/subscribers/move-readers.ts); instants are
 * ms.
 */
export type MoveRow = {
  line: number
  email: string
  state: 'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained' | 'never'
  createdAt: number | null
  confirmedAt: number | null
  endedAt: number | null
  consentText: string | null
  signupNetwork?: string | null
  confirmNetwork?: string | null
  suppression?: 'bounced' | 'complained' | null
  pausedUntil?: string | null
  preferences?: Record<string, string>
}

/** A row that says who, or in words why it says nobody. */
export type Reading = { row: MoveRow } | { error: string }

export type Format = {
  name: string
  /** Whether a file has this header (names in lower case). */
  fits: (header: readonly string[]) => boolean
  read: (row: FileRow) => Reading
}

const has = (header: readonly string[], ...names: string[]) => names.every((name) => header.includes(name))

/** An instant as exports write it, UTC unless it says otherwise; null when there is none. */
function instant(text: string | undefined): number | null {
  if (!text) return null
  const isBare = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(text)
  const at = Date.parse(isBare ? `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}` : text)
  return Number.isNaN(at) ? null : at
}

const plain = (line: number, email: string): MoveRow => ({
  line,
  email,
  state: 'active',
  createdAt: null,
  confirmedAt: null,
  endedAt: null,
  consentText: null,
})

const STATES = ['pending', 'active', 'unsubscribed', 'bounced', 'complained', 'never'] as const
const stateOf = (text: string | undefined) => STATES.find((state) => state === text)

/** Our own export: everything of a reader. */
const papertide: Format = {
  name: 'Papertide',
  fits: (header) => COLUMNS.every((name) => header.includes(name) || ADDED.includes(name)),
  read: ({ line, fields: written }) => {
    const fields = Object.fromEntries(
      Object.entries(written).map(([name, value]) => [name, asWritten(value)]),
    )
    const state = stateOf(fields.state)
    if (!state) return { error: `state: "${fields.state}" is none of ${STATES.join(', ')}` }
    const { timezone = '', hour = '', days = '', papers = '', topics = '', early = '' } = fields
    return {
      row: {
        ...plain(line, fields.email ?? ''),
        state,
        createdAt: instant(fields.created_at),
        confirmedAt: instant(fields.confirmed_at),
        endedAt: instant(fields.ended_at),
        consentText: fields.consent || null,
        signupNetwork: fields.signup_network || null,
        confirmNetwork: fields.confirm_network || null,
        suppression:
          fields.suppression === 'bounced' || fields.suppression === 'complained' ? fields.suppression : null,
        pausedUntil: fields.from || null,
        preferences: { timezone, hour, days, papers, topics, early },
      },
    }
  },
}

/**
 * https://listmonk.app: enabled, disabled (by the operator), blocklisted. It exports no lists and
 * no consent.
 */
const listmonk: Format = {
  name: 'listmonk',
  fits: (header) => has(header, 'uuid', 'email', 'attributes', 'status'),
  read: ({ line, fields }) => {
    const row = { ...plain(line, fields.email ?? ''), createdAt: instant(fields.created_at) }
    if (fields.status === 'enabled') return { row }
    if (fields.status !== 'blocklisted')
      return { error: `is ${fields.status || 'without a status'} in listmonk` }
    return { row: { ...row, state: 'unsubscribed', endedAt: instant(fields.updated_at) } }
  },
}

/**
 * https://buttondown.com: its kinds of subscribers
 * (https://docs.buttondown.com/api-subscribers-type).
 */
const BUTTONDOWN: Record<string, MoveRow['state']> = {
  unactivated: 'pending',
  unsubscribed: 'unsubscribed',
  removed: 'unsubscribed',
  blocked: 'unsubscribed',
  undeliverable: 'bounced',
  complained: 'complained',
  ...Object.fromEntries(
    ['regular', 'premium', 'gifted', 'trialed', 'churning', 'past_due', 'paused'].map((type) => [
      type,
      'active',
    ]),
  ),
}
const buttondown: Format = {
  name: 'Buttondown',
  fits: (header) =>
    (has(header, 'email') || has(header, 'email_address')) &&
    has(header, 'creation_date') &&
    (has(header, 'subscriber_type') || has(header, 'type')),
  read: ({ line, fields }) => {
    const type = fields.subscriber_type ?? fields.type ?? ''
    const state = BUTTONDOWN[type.toLowerCase()]
    if (!state) return { error: `is "${type}" in Buttondown` }
    const createdAt = instant(fields.creation_date)
    return { row: { ...plain(line, fields.email ?? fields.email_address ?? ''), state, createdAt } }
  },
}

/**
 * https://mailchimp.com: a file each for subscribed, unsubscribed and cleaned (bounced) people.
 * Times are UTC.
 */
const mailchimp: Format = {
  name: 'Mailchimp',
  fits: (header) => has(header, 'email address') && (has(header, 'optin_time') || has(header, 'leid')),
  read: ({ line, fields }) => {
    const row = {
      ...plain(line, fields['email address'] ?? ''),
      createdAt: instant(fields.optin_time) ?? instant(fields.confirm_time),
      confirmedAt: instant(fields.confirm_time),
    }
    if (fields.clean_time) return { row: { ...row, state: 'bounced', endedAt: instant(fields.clean_time) } }
    if (!fields.unsub_time) return { row }
    const isComplaint = /spam|abuse/i.test(fields.unsub_reason ?? '')
    return {
      row: {
        ...row,
        state: isComplaint ? 'complained' : 'unsubscribed',
        endedAt: instant(fields.unsub_time),
      },
    }
  },
}

/**
 * Any other file with a column of addresses; `state` or `suppression` may say who must not be
 * written to.
 */
const NAMES = ['email', 'e-mail', 'email address', 'email_address', 'mail', 'address']
const other: Format = {
  name: 'a list of addresses',
  fits: (header) => header.some((name) => NAMES.includes(name)),
  read: ({ line, fields }) => {
    const name = NAMES.find((one) => one in fields) ?? 'email'
    const { timezone, hour, days } = fields
    const preferences = Object.fromEntries(
      Object.entries({ timezone, hour, days }).filter((entry): entry is [string, string] => !!entry[1]),
    )
    const state = stateOf(fields.state?.toLowerCase() || 'active')
    if (!state) return { error: `state: "${fields.state}" is none of ${STATES.join(', ')}` }
    const row = { ...plain(line, fields[name] ?? ''), state, confirmedAt: instant(fields.confirmed_at) }
    return { row: { ...row, consentText: fields.consent || null, preferences } }
  },
}

const FORMATS: readonly Format[] = [papertide, listmonk, buttondown, mailchimp, other]

/** What wrote this file; null when it has no column of addresses. */
export const formatOf = ({ header }: FileTable): Format | null =>
  FORMATS.find((format) => format.fits(header)) ?? null
