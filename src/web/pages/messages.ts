import { abstractPage } from '../../papers/paper.ts'
import { longDay } from '../../wording/days.ts'
import type { Message } from './message.tsx'

const HOME = { href: '/', label: 'Today’s edition' }

/** After signup: the same for a new, a known and a confirmed address, so that it tells nobody who subscribes. */
export const checkInbox: Message = {
  title: 'Check your inbox',
  sentences: [
    'If that address can get mail, a message with a button to confirm is on its way. Nothing else comes until you press it.',
    'Not there after a few minutes? Look into the spam folder, or check the spelling and try again.',
    'If our mail to that address bounced before, or was reported as spam, the mail provider may refuse to deliver more. Then only another address helps.',
  ],
  link: HOME,
}

/** GET /confirm: opening a link changes nothing, mail scanners open links too. */
export const askConfirm = (token: string): Message => ({
  title: 'Confirm your subscription',
  sentences: ['One press, and the next edition comes to your inbox.'],
  form: { action: '/confirm', fields: { token }, button: 'Confirm my subscription' },
})

/** After confirming. `next`: when their next digest should come; null when none is in sight. */
export const confirmed = (
  next: { localDate: string; hour: number } | null,
  timezone: string,
  welcomed: boolean,
): Message => ({
  title: 'You are in',
  sentences: [
    ...(welcomed ? ['The newest edition is on its way to you now.'] : []),
    next === null
      ? 'The next edition is yours.'
      : `Your next digest comes on ${longDay(next.localDate)}, at ${String(next.hour).padStart(2, '0')}:00 (${timezone}).`,
    'Every mail ends with a link to change the hour and one to stop.',
  ],
  link: HOME,
})

/** GET /unsubscribe. The button posts what RFC 8058 §3.1 has a mail program post. */
export const askUnsubscribe = (token: string): Message => ({
  title: 'Unsubscribe',
  sentences: ['Press the button and no further edition is mailed to you.'],
  form: {
    action: `/unsubscribe?token=${encodeURIComponent(token)}`,
    fields: { 'List-Unsubscribe': 'One-Click' },
    button: 'Unsubscribe',
  },
})

/** Before everything about a reader is deleted. */
export const askErase = (token: string): Message => ({
  title: 'Erase everything',
  sentences: [
    'Your address and everything stored with it is deleted now, and cannot be brought back.',
    'A mail that is already with the mail provider, or waits for its answer, can still come: within a day.',
  ],
  form: {
    action: `/preferences?token=${encodeURIComponent(token)}`,
    fields: { action: 'erase', sure: 'yes' },
    button: 'Erase everything',
  },
})

export const goneForGood: Message = {
  title: 'Everything is erased',
  sentences: [
    'We no longer know your address. The papers stay here, and in the feeds, whenever you want them.',
  ],
  link: HOME,
}

export const unsubscribed: Message = {
  title: 'You are unsubscribed',
  sentences: [
    'No further edition will be mailed to you. The papers stay here, and in the feeds, whenever you want them.',
  ],
  link: HOME,
}

export const staleLink: Message = {
  title: 'This link no longer works',
  sentences: ['It may be incomplete, or too old. Copy the whole address from the mail, or sign up again.'],
  link: { href: '/', label: 'Sign up' },
}

/** 400, with the sentence that says what to change. */
export const badRequest = (
  error: string,
  link: Message['link'] = { href: '/', label: 'Back to the form' },
): Message => ({ title: 'That did not work', sentences: [error], ...(link && { link }) })

export const tooMany: Message = {
  title: 'Please wait a minute',
  sentences: ['There were many signups from your network. Try again shortly.'],
  link: HOME,
}

export const notFound: Message = {
  title: 'There is nothing at this address',
  sentences: ['The page may never have existed. Editions never move: they are all in the archive.'],
  link: { href: '/editions', label: 'Archive' },
}

/** 404 for an arXiv id of which no source has told, or that left again: its address leads on to arXiv. */
export const unknownPaper = (id: string): Message => ({
  title: 'We do not know this paper',
  sentences: [
    `No source has told of ${id} lately. Papers are here from the day on which a daily list, or arXiv in the categories we watch, names them; those that were on no list leave again after a while.`,
    'arXiv has it, if it exists.',
  ],
  link: { href: abstractPage(id), label: `arXiv:${id}` },
})

/** 503: what is wrong with the database, for the operator in a sentence and for a reader as a page. */
export const DATABASE_TROUBLE = {
  unreachable: {
    sentence: 'The database cannot be reached.',
    message: {
      title: 'We cannot reach our database',
      sentences: ['Nothing is lost. Please try again in a few minutes.'],
      link: HOME,
    },
  },
  'old schema': {
    sentence:
      'The database is older than the program: run the migrations (`npm run deploy` does, or `npx wrangler d1 migrations apply papertide --remote` and the same for papertide-search).',
    message: {
      title: 'We are being updated',
      sentences: [
        'The database is older than the program. Whoever runs this site: run the migrations (`npm run deploy` does).',
        'Please try again in a few minutes.',
      ],
      link: HOME,
    },
  },
} as const

/** 503 after a signup that could not be stored. */
export const notSignedUp: Message = {
  title: 'Please sign up again in a few minutes',
  sentences: ['We cannot reach our database, so your address was not stored. Nothing is mailed to it.'],
  link: { href: '/', label: 'Back to the form' },
}

export const internalError: Message = {
  title: 'Something broke on our side',
  sentences: ['It has been noted. Please try again in a few minutes.'],
  link: { href: '/status', label: 'Status' },
}
