const NAMES =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega'
const LETTERS = 'αβγδεζηθικλμνξοπρστυφχψω'

/** Names of the small Greek letters without accents: `π` is `pi`. */
export const GREEK: ReadonlyMap<string, string> = new Map(
  NAMES.split(' ').map((name, at) => [LETTERS[at] ?? '', name]),
)
