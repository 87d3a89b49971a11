import { faultsOfAtom, seenInAtom } from './atom.ts'
import { faultsOfJson, seenInJson } from './json-feed.ts'
import { faultsOfRss, seenInRss } from './rss.ts'

/** By the ending of the address: what is wrong with a feed, and what a reader must see in it. */
export const FORMATS = {
  xml: { faultsOf: faultsOfRss, seenIn: seenInRss },
  atom: { faultsOf: faultsOfAtom, seenIn: seenInAtom },
  json: { faultsOf: faultsOfJson, seenIn: seenInJson },
} as const

export type Ending = keyof typeof FORMATS
export const ENDINGS = Object.keys(FORMATS) as Ending[]
