import { abstractPage } from '../../papers/paper.ts'
import { utcDate } from '../../time/dates.ts'
import { longDay } from '../../wording/days.ts'
import type { Message } from './message.tsx'

/** Opens what is stored of whoever has the link. */
const yourDataLink = (token: string) => ({
  href: `/your-data?token=${encodeURIComponent(token)}`,
  label: 'Your data',
})

const HOME = { href: '/', label: 'Today’s edition' }

/**
 * After signup: the same for a new, a known and a confirmed address, so that it tells nobody who
 * subscribes.
 */
export const checkInbox = (hours: number): Message => ({
  title: 'Check your inbox',
  sentences: [
    hours === 0
      ? 'If that address can get mail, a message with a button to confirm is on its way. Nothing else comes until you press it.'
      : `Many people sign up right now. A message with a button to confirm comes ${within(hours)}. Nothing else comes until you press it.`,
    'Not there after a few minutes? Look into the spam folder, or check the spelling and try again. An address gets one such message an hour, and three in a year until it confirms.',
    'If our mail to that address bounced before, the mail provider may refuse to deliver more; if it was reported as spam, we do not write to it again. A link in an older mail, or another address, helps.',
  ],
  link: HOME,
})

const within = (hours: number): string => {
  if (hours > 72) return 'within three days, or not at all: then sign up again'
  return hours === 1 ? 'within an hour or two' : `in about ${hours} hours`
}

const LIMITS: Readonly<Record<string, string>> = {
  address:
    'That address was asked for as often as we write to one that does not confirm: three times in a year.',
  link: 'A link was asked for at that address three times in the last days.',
  network: 'There were very many signups from your network today.',
  domain: 'There were very many signups for addresses of that domain today.',
  stored: 'There were more signups today than we can answer.',
}

/** A limit that is reached, and until when (ms); for every address alike, whoever has it. */
export const limitReached = (name: string, endsAt: number): Message => ({
  title: 'Not now',
  sentences: [
    LIMITS[name] ?? 'There were too many signups.',
    `Try again from ${longDay(utcDate(endsAt))} on${name === 'address' ? ', or with another address. A button in a mail you have still works' : ''}.`,
  ],
  link: HOME,
})

/** GET /preferences without a link. */
export const askForLinkPage: Message = {
  title: 'Your link',
  sentences: [
    'Every digest has a link to its preferences. Lost it? Type your address, and a new one is mailed to it.',
  ],
  form: {
    action: '/preferences/link',
    fields: {},
    button: 'Mail me a link',
    address: 'Your e-mail address',
  },
}

/** The same for every address. */
export const linkAsked = (hours: number): Message => ({
  title: 'Check your inbox',
  sentences: [
    `If that address has a digest here, or had one, a mail with a link comes ${hours === 0 ? 'in a few minutes' : within(hours)}.`,
  ],
  link: HOME,
})

export const notHuman: Message = {
  title: 'That did not work',
  sentences: ['The check that you are a human did not pass. It needs scripts; please try the form again.'],
  link: { href: '/', label: 'Back to the form' },
}

/** 403 */
export const foreignPage: Message = {
  title: 'This form came from another site',
  sentences: ['Nothing was changed. Open the page here and press the button again.'],
  link: HOME,
}

export const enoughChanges: Message = {
  title: 'That were many changes',
  sentences: ['Your preferences were changed very often today. Try again tomorrow.'],
  link: HOME,
}

export const enoughMarks: Message = {
  title: 'That were many marks',
  sentences: ['You marked very many papers today. Go on tomorrow.'],
  link: HOME,
}

/** 409: a mark would name it. */
export const withdrawnPaper: Message = {
  title: 'This paper was withdrawn',
  sentences: ['It cannot be marked any more. What you marked of it before counts for nothing.'],
  link: HOME,
}

/** 429 for searches and narrowed lists. */
export const tooManySearches: Message = {
  title: 'Please wait a minute',
  sentences: ['There were many searches from your network. Try again shortly.'],
  link: HOME,
}

/** 503: the day's share of the database is used up. */
export const searchRests: Message = {
  title: 'Search rests until midnight UTC',
  sentences: [
    'There were more searches today than the database may answer. Lists, editions and feeds are all here.',
  ],
  link: HOME,
}

/** GET /confirm: opening a link changes nothing, mail scanners open links too. */
export const askConfirm = (token: string): Message => ({
  title: 'Confirm your subscription',
  sentences: ['One press, and the next edition comes to your inbox.'],
  form: { action: '/confirm', fields: { token }, button: 'Confirm my subscription' },
  more: [{ sentence: 'Was it not you? See what is stored, and erase it:', link: yourDataLink(token) }],
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

/**
 * GET /unsubscribe. The button posts what RFC 8058 §3.1 has a mail program post. `ending`: whose
 * digest it is (masked), if the link may still tell, and whether it comes daily.
 */
export const askUnsubscribe = (
  token: string,
  ending: { address: string; isDaily: boolean } | null = null,
): Message => ({
  title: 'Unsubscribe',
  sentences: [`Press the button and no further edition is mailed to ${ending?.address ?? 'you'}.`],
  form: {
    action: `/unsubscribe?token=${encodeURIComponent(token)}`,
    fields: { 'List-Unsubscribe': 'One-Click' },
    button: 'Unsubscribe',
  },
  more: [
    ...(ending?.isDaily
      ? [
          {
            sentence: 'Too often? Have the best papers of a week in one mail, every Monday.',
            form: {
              action: `/preferences?token=${encodeURIComponent(token)}`,
              fields: { action: 'weekly' },
              button: 'Weekly instead',
              second: true,
            },
          },
        ]
      : []),
    { sentence: 'Rather take your data along, or erase it:', link: yourDataLink(token) },
  ],
})

/** After "weekly instead" on the page that ends a subscription. */
export const weeklyNow = (token: string, address: string): Message => ({
  title: 'Weekly from now on',
  sentences: [
    `From tomorrow on, ${address} gets one mail a week, on Monday; today’s digest comes, or came, as it was before.`,
  ],
  link: HOME,
  more: [{ sentence: 'What is stored about you:', link: yourDataLink(token) }],
})

/** GET /never */
export const askNever = (token: string): Message => ({
  title: 'Never write to this address',
  sentences: [
    'Press the button and no mail of ours comes to this address any more, whoever asks for it. We keep a keyed hash of the address, which tells nobody what it is.',
  ],
  form: { action: '/never', fields: { token }, button: 'Never write again' },
  more: [{ sentence: 'What is stored about you:', link: yourDataLink(token) }],
})

export const neverAgain = (token: string): Message => ({
  title: 'We never write to you again',
  sentences: [
    'No mail of ours comes to this address any more. Keep the link if you may want to change your mind.',
  ],
  form: {
    action: '/never',
    fields: { token, action: 'allow' },
    button: 'Allow mail again',
    second: true,
  },
  link: HOME,
})

export const allowedAgain: Message = {
  title: 'Mail is allowed again',
  sentences: ['Nothing comes by itself: sign up, and a message asks you to confirm.'],
  link: { href: '/', label: 'Subscribe' },
}

export const unsubscribed = (token: string): Message => ({
  title: 'You are unsubscribed',
  sentences: [
    'No further edition will be mailed to you. The papers stay here, and in the feeds, whenever you want them.',
  ],
  more: [{ sentence: 'Take your data along, erase it, or come back:', link: yourDataLink(token) }],
  link: HOME,
})

export const staleLink: Message = {
  title: 'This link no longer works',
  sentences: ['It may be incomplete, or too old. Copy the whole address from the mail, or sign up again.'],
  link: { href: '/', label: 'Sign up' },
  more: [{ sentence: 'Do you get a digest?', link: { href: '/preferences', label: 'Have a new link mailed' } }],
}

/** 400, with the sentence that says what to change. */
export const badRequest = (
  error: string,
  link: Message['link'] | null = { href: '/', label: 'Back to the form' },
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

/**
 * 404 for an arXiv id that no source has named, or that was removed again: the page links to arXiv.
 */
export const unknownPaper = (id: string): Message => ({
  title: 'We do not know this paper',
  sentences: [
    `No source has listed ${id} lately. A paper is here from the day on which a daily list, or arXiv in the categories we read, names it; a paper that was on no list is removed after a while.`,
    'arXiv has it, if it exists.',
  ],
  link: { href: abstractPage(id), label: `arXiv:${id}` },
})

/**
 * 503: what is wrong with the database, for the operator in a sentence and for a reader as a page.
 */
export const DATABASE_ERRORS = {
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
      'The database is older than the program: run the migrations (`npm run deploy` does, or `npx wrangler d1 migrations apply DB --remote` and the same for SEARCH).',
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
