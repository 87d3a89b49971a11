import { texOf } from './tex.ts'

/** Words that name groups, not people, in the case in which they are written. */
const GROUP =
  /(?<![\p{L}\p{N}])(?:Team|Teams|Group|Collaboration|Consortium|Labs?|Laborator(?:y|ies)|Institutes?|University|Research|Initiative|Project|Foundation|Community|Committee|Alliance|Network|Organization|Association|Society|Company|Corporation|Contributors|Authors|Cent(?:er|re)|Department|Division|Task Force|Inc|Ltd|LLC|Corp|GmbH|DeepMind)(?![\p{L}\p{N}])/iu
/** `Ai` is a name of people, `AI` is not. */
const SHOUTED = /(?<![\p{L}\p{N}])AI(?![\p{L}\p{N}])/u

/**
 * BibTeX's third part of a name (https://ctan.org/pkg/tamethebeast §11); `V` is more often an
 * initial.
 */
const SUFFIX = /^(?:jr|sr|ii|iii|iv)\.?$/i

/** Sources list marks between names as authors, such as the colon after a team. */
export const isName = (name: string): boolean => /[\p{L}\p{N}]/u.test(name)

export const isGroup = (name: string): boolean => /\s/.test(name) && (GROUP.test(name) || SHOUTED.test(name))

/** True if a word of a group's name is specific to it. */
export const isOwnWord = (word: string): boolean =>
  !/^(?:the|a|an|on|for|of)$/i.test(word) && !GROUP.test(word)

/**
 * The parts of a person's name, given name first. Lower-case words before the last name belong to
 * it (`van der Berg`), as BibTeX reads them. `key`: the last name without them.
 */
export function nameParts(name: string): { given: string; last: string; suffix: string; key: string } {
  const words = name.split(/\s+/)
  const suffix = words.length > 1 && SUFFIX.test(words.at(-1) ?? '') ? (words.pop() ?? '') : ''
  if (suffix !== '') words.push((words.pop() ?? '').replace(/,$/, ''))
  const particle = words.slice(1, -1).findIndex((word) => /^\p{Ll}/u.test(word))
  const from = particle < 0 ? words.length - 1 : particle + 1
  return {
    given: words.slice(0, from).join(' '),
    last: words.slice(from).join(' '),
    suffix,
    key: words.at(-1) ?? '',
  }
}

/**
 * One author for BibTeX, which reads `Ada van der Berg` and `Lovelace, Jr., Ada`. A name that is
 * not a person's, or that contains a separator of names, is kept whole by braces.
 */
export function asAuthor(name: string): string {
  const { given, last, suffix } = nameParts(name)
  const isSplit = (text: string) => /,|\band\b/i.test(text)
  if (suffix !== '' && given !== '' && !isSplit(`${given} ${last}`))
    return [last, suffix, given].map(texOf).join(', ')
  return isGroup(name) || isSplit(name) || /^others$/i.test(name) ? `{${texOf(name)}}` : texOf(name)
}
