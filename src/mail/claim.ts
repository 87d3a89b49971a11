import type { Edition } from '../ranking/edition.ts'
import { counted } from '../wording/words.ts'
import type { DigestOptions } from './mail.ts'

/** What a digest says of its papers; only that which holds for every reader of it. */
export function claimOf({ papers }: Edition, { only, week }: DigestOptions): string {
  const count = counted(papers.length, 'paper')
  if (week) return `${count}, the best of a week.`
  if (only && papers.some(({ listedOn }) => listedOn === null))
    return `${count}, new on the daily lists or from those you follow.`
  return only ? `${count}, new on the daily lists.` : `${count}, none of which we mailed before.`
}
