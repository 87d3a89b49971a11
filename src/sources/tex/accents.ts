/** Accents of letters, as combining marks. */
export const TEXT_ACCENTS = new Map(
  Object.entries({
    "'": '\u0301',
    '`': '\u0300',
    '^': '\u0302',
    '"': '\u0308',
    '~': '\u0303',
    '=': '\u0304',
  }).concat(
    Object.entries({
      '.': '\u0307',
      u: '\u0306',
      v: '\u030c',
      H: '\u030b',
      r: '\u030a',
      c: '\u0327',
      k: '\u0328',
    }),
    Object.entries({
      d: '\u0323',
      b: '\u0331',
      h: '\u0309',
      textcommabelow: '\u0326',
      textogonekcentered: '\u0328',
    }),
  ),
)

/** Accents of formulas, likewise. */
export const MATH_ACCENTS = new Map(
  Object.entries({
    hat: '\u0302',
    widehat: '\u0302',
    tilde: '\u0303',
    widetilde: '\u0303',
    bar: '\u0304',
  }).concat(
    Object.entries({ overline: '\u0304', vec: '\u20d7', dot: '\u0307', ddot: '\u0308', check: '\u030c' }),
    Object.entries({ breve: '\u0306', acute: '\u0301', grave: '\u0300', mathring: '\u030a' }),
  ),
)
