import { DAY } from '../time/dates.ts'
import { ADDRESS_KEPT, CHANNEL_KEPT, CONSENT_KEPT, SIGNUP_KEPT } from './forget.ts'

const days = (length: number) => `${length / DAY} days`

/**
 * What is stored of people, why, and until when. Source of docs/privacy.md and of the page; a test
 * moves the clock over each.
 */
export const RETENTION = [
  {
    name: 'signup',
    what: 'A signup that is not confirmed: address, what was asked for, keyed hash of the network',
    why: 'to mail the question and to know what was confirmed',
    until: `${days(SIGNUP_KEPT)} after it was asked for`,
  },
  {
    name: 'reader',
    what: 'A reader: address, when and what they get',
    why: 'to mail the digest',
    until: `${days(ADDRESS_KEPT)} after the subscription ended; then a keyed hash stands for the address`,
  },
  {
    name: 'marks',
    what: 'Which papers a reader marked “more like this” or “less like this”, and when',
    why: 'to order their digest',
    until: 'they undo it (then to the end of their day), or the subscription ends',
  },
  {
    name: 'record',
    what: 'That hash, and the record of consent: what was agreed to, when, from which keyed hash of a network, when it ended',
    why: 'to prove that mail was wanted, and to know a reader who comes back',
    until: `${CONSENT_KEPT / (365 * DAY)} years after the address became a hash`,
  },
  {
    name: 'complaint',
    what: 'A keyed hash of an address at which our mail was reported as spam',
    why: 'so that no stranger has us write there again',
    until: 'its owner subscribes again by a link in an older mail',
  },
  {
    name: 'never',
    what: 'A keyed hash of a mailbox whose owner said “never write”',
    why: 'so that nobody has us write there again',
    until: 'its owner takes that back',
  },
  {
    name: 'year',
    what: 'How often mail to an address was asked for, by keyed hash',
    why: 'so that at most three mails a year go to an address that does not confirm',
    until: 'a year after the first, or when the address confirms',
  },
  {
    name: 'day',
    what: 'How much came from a network and for a domain, by keyed hash; how often preferences were changed, papers marked and codes posted',
    why: 'so that nobody uses up what is there for all',
    until: 'the end of the day (UTC); of links asked for by mail, 30 days',
  },
  {
    name: 'batch',
    what: 'Whom a digest is handed to the mail provider for: number and address',
    why: 'so that nobody gets one twice',
    until: 'the provider took it, or four days; the number stays and leads to nobody',
  },
  {
    name: 'channel',
    what: 'A channel that a reader added: where it is, encrypted, when and what it gets, what became of its posts',
    why: 'to post digests there, once each',
    until: `where it is, until it ends, with the subscription at the latest, or an hour if its code is not typed; the rest, ${days(CHANNEL_KEPT)} more`,
  },
  {
    name: 'webhook',
    what: 'Which calls of the mail provider were acted upon: their number, no address',
    why: 'each comes several times',
    until: '30 days after the call',
  },
] as const
