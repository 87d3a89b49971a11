import type { Person } from '../../subscribers/personal-data.ts'
import type { Message } from './message.tsx'

const HOME = { href: '/', label: 'Today’s edition' }
const at = (path: string, token: string) => `${path}?token=${encodeURIComponent(token)}`

const STATES = {
  active: 'Your digest is on.',
  unsubscribed: 'Your subscription ended; no digest is mailed to you.',
  bounced: 'No digest is mailed to you: mail to your address came back.',
  complained: 'No digest is mailed to you: our mail was reported as spam.',
}

/** What is stored about the owner of a link, and what they can do about it. */
export function yourData(token: string, person: Person): Message {
  if (person.kind === 'nobody')
    return {
      title: 'Nothing is stored about you',
      sentences: [
        'This link belongs to nobody any more: what was stored with it was erased.',
        'Subscribe again as you did the first time. If you have a digest, a new link can be mailed to you.',
      ],
      link: { href: '/', label: 'Subscribe' },
      more: [
        { sentence: 'Do you get a digest?', link: { href: '/preferences', label: 'Have a link mailed' } },
      ],
    }
  if (person.kind === 'signed out')
    return {
      title: 'This link no longer opens your data',
      sentences: [
        'It was ended, or it is not the last one you confirmed. A new one can be mailed to your address.',
      ],
      form: { action: at('/your-data', token), fields: { action: 'link' }, button: 'Mail me a new link' },
    }
  if (person.kind === 'signup')
    return {
      title: 'Your data',
      sentences: [
        `A digest was asked for at ${person.signup.email}. Until it is confirmed, nothing comes, and all of it is forgotten after 8 days.`,
      ],
      more: [exporting(token), erasing(token)],
    }
  const { state, hashedAt } = person.reader
  return {
    title: 'Your data',
    sentences: [STATES[state]],
    more: [
      ...(state === 'active'
        ? [
            {
              sentence: 'When it comes, and its topics:',
              link: { href: at('/preferences', token), label: 'Preferences' },
            },
          ]
        : []),
      ...(state !== 'active' && hashedAt === null
        ? [
            {
              sentence: 'Want it back? One mail asks you to confirm; then it comes as it did before.',
              form: {
                action: at('/your-data', token),
                fields: { action: 'again' },
                button: 'Subscribe again',
              },
            },
          ]
        : []),
      ...(state !== 'active' && hashedAt !== null
        ? [
            {
              sentence:
                'Your address is no longer stored, only a hash of it. Subscribe again as you did the first time.',
              link: { href: '/', label: 'Subscribe' },
            },
          ]
        : []),
      exporting(token),
      erasing(token),
    ],
  }
}

const exporting = (token: string) => ({
  sentence: 'Everything stored about you, as a JSON file:',
  link: { href: at('/your-data/export', token), label: 'Download' },
})
const erasing = (token: string) => ({
  sentence: 'Your address and everything stored with it can be deleted.',
  form: {
    action: at('/your-data', token),
    fields: { action: 'erase' },
    button: 'Erase everything…',
    second: true,
  },
})

/** Asked before everything about a person is deleted. */
export const askErase = (token: string): Message => ({
  title: 'Erase everything',
  sentences: [
    'Your address and everything stored with it is deleted now, and cannot be brought back.',
    'A mail that is already with the mail provider, or waits for its answer, can still come: within a day.',
  ],
  form: {
    action: at('/your-data', token),
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

/** After old links were ended. `preferences`: the link that is valid now. */
export const signedOut = (preferences: string): Message => ({
  title: 'Old links are signed out',
  sentences: [
    'The links in mails so far no longer open your preferences; they still unsubscribe. The next mail brings new ones.',
  ],
  link: { href: preferences, label: 'Your new link' },
})
