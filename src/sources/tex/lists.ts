/** A list of names, separated by blanks. */
export const words = (list: string): string[] => list.split(' ')

/** A list of names and their values: `alpha=α beta=β`. */
export const pairs = (list: string): [string, string][] =>
  words(list).map((pair) => pair.split('=') as [string, string])
