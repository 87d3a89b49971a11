import { replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js'
import { ESCAPED } from './types.ts'

const words = (list: string) => list.split(' ')
const pairs = (list: string) => words(list).map((pair) => pair.split('=') as [string, string])

/**
 * Values a title can use: Greek, letterlike symbols, arrows, operators, brackets. The library also knows zodiac
 * signs, dice and chess men, under names that authors give to their own macros (`\gemini`, `\anchor`).
 */
const USEFUL =
  /^[\u00a1-\u00bf×÷\u0370-\u03ff\u2016-\u203a\u2100-\u214f\u2190-\u22ff\u2308-\u230b\u27f5-\u27ff\u2a7d\u2a7e]$/
/** More likely an author's macro than this symbol. */
const DENIED = new Set(
  words(
    'fun rel inj surj tinj tsur tfun pfun ffun dint duni buni exi nin nni DD dd ee ii jj second third assert sqrt',
  ),
)

const commands = replacements.flatMap(([tex, text]) => {
  const name = /^\\([A-Za-z]{2,})$/.exec(tex ?? '')?.[1]
  return name && text && USEFUL.test(text) && !DENIED.has(name) ? [[name, text] as const] : []
})

/** Command name to its character; the second list is ours, where the library has none or one we do not want. */
export const SYMBOLS = new Map<string, string>([
  ...commands,
  ...pairs(
    'i=ı j=ȷ imath=ı jmath=ȷ o=ø O=Ø l=ł L=Ł S=§ P=¶ ss=ß ae=æ AE=Æ oe=œ OE=Œ aa=å AA=Å dh=ð DH=Ð th=þ TH=Þ',
  ),
  ...pairs(
    'dj=đ DJ=Đ ng=ŋ NG=Ŋ ldots=… dots=… dotsc=… textellipsis=… textemdash=— textendash=– textgreater=>',
  ),
  ...pairs(
    'textless=< lt=< gt=> textrightarrow=→ textleftarrow=← textbar=| vert=| lvert=| rvert=| lVert=‖ rVert=‖',
  ),
  ...pairs(
    'langle=⟨ rangle=⟩ ast=* star=⋆ square=□ Box=□ checkmark=✓ cmark=✓ xmark=✗ colon=: degree=° textdegree=°',
  ),
  ...pairs('textregistered=® textcopyright=© copyright=© textbullet=• LaTeX=LaTeX TeX=TeX lbrack=[ rbrack=]'),
  ...pairs('hslash=ℏ emptyset=∅ varnothing=∅ complement=∁ textmu=µ sharp=♯ Diamond=◇'),
  ...pairs("textasciicircum=^ textunderscore=_ textpercent=% textquotesingle=' textquoteright=’"),
  ...pairs(
    'textquoteleft=‘ textquotedblleft=“ textquotedblright=” slash=/ item=• texttimes=× dag=† ddag=‡ texteuro=€ euro=€',
  ),
  ...[['textdollar', ESCAPED.$] as const, ['mathdollar', ESCAPED.$] as const],
  ...words('textasciitilde texttildelow').map((name) => [name, ESCAPED['~']] as const),
])

/** A character by its number; nothing where that is no character a text can hold. */
export function characterOf(code: number): string {
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : ''
  return /^[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}]$/u.test(character) ? '' : character
}

/** Abbreviations that style files of conferences define; the dot is not doubled. */
export const ABBREVIATIONS = new Map(
  pairs(
    'eg=e.g. ie=i.e. etc=etc. etal=et_al. vs=vs. cf=cf. wrt=w.r.t. aka=a.k.a. iid=i.i.d. Eg=E.g. Ie=I.e.',
  ).map(([name, text]) => [name, text.replace('_', ' ')] as const),
)

/** Names TeX prints upright, as they are. */
export const OPERATORS = new Set(
  words(
    'log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh max min sup inf lim limsup',
  ).concat(words('liminf arg argmax argmin det dim ker deg gcd hom mod bmod Pr tr rank softmax')),
)

/** Commands that only style their argument, which stays. */
export const STYLES = new Set(
  words(
    'emph textbf textit texttt textsc textrm textsf textsl textnormal textmd textup text mbox hbox fbox underline',
  ).concat(
    words(
      'uline ul mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol bm pmb',
    ),
    words(
      'operatorname mathop mathord mathbin mathrel mathopen mathclose mathpunct mathinner ensuremath textls',
    ),
    words('makebox framebox uppercase MakeUppercase MakeLowercase lowercase underbar textlf texttitlecase'),
  ),
)

/** Macros that many authors define alike, as style of a group: colours, revisions, acronyms. Never without a group. */
export const SHOWN = new Set(
  words(
    'red blue green orange teal magenta cyan purple violet brown gray grey pink olive rev revised added hl',
  ).concat(words('ac acs acl acf gls Gls acrshort acrlong acrfull hyperref')),
)

/** Commands whose argument is not printed, and what stands there instead. */
export const HIDDEN = new Map(
  words(
    'label thanks inst orcidlink orcid orcidID IEEEmembership affil corref fnref tnoteref index phantom hphantom',
  )
    .concat(words('vphantom vspace vskip fontfamily fontsize pagestyle includegraphics'))
    .map((name) => [name, '']),
).set('hspace', ' ')

/** How many arguments a command has of which only the last is printed (count). */
export const LAST_SHOWN = new Map([
  ...words(
    'textcolor colorbox scalebox raisebox rotatebox texorpdfstring foreignlanguage hyperlink hypertarget',
  ).map((name) => [name, 2] as const),
  ...words('fcolorbox resizebox').map((name) => [name, 3] as const),
])

/** Declarations and spacing that leave no trace. */
export const SILENT = new Set(
  words(
    'em it bf rm sc tt sl sf cal itshape bfseries scshape ttfamily normalfont small large Large footnotesize',
  ).concat(
    words(
      'left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr displaystyle textstyle limits',
    ),
    words('nolimits allowbreak noindent xspace linebreak newline par centering sloppy scriptstyle boldmath'),
    words(
      'protect relax leavevmode unskip ignorespaces nobreak selectfont hfill hfil smallskip medskip bigskip',
    ),
    words('normalsize tiny scriptsize huge Huge LARGE unboldmath upshape slshape mdseries rmfamily sffamily'),
    words('normalcolor nonumber notag mathstrut strut displaylimits raggedright maketitle'),
  ),
)

/** Letter accents and math accents as combining marks. */
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

/** `\mathbb{R}`: capitals only, the rest is set plain. */
export const DOUBLE_STRUCK = new Map(
  replacements.flatMap(([tex, text]) => {
    const letter = /^\\mathbb\{([A-Z])\}$/.exec(tex ?? '')?.[1]
    // The library gives D the sign of a differential.
    return letter && text ? [[letter, letter === 'D' ? '𝔻' : text] as const] : []
  }),
)

/** Not a script form of the character, whatever the library says (Canadian syllabics, Hangul, modifier arrows). */
const LOOKALIKE = /^(?:\^[.V∫<>]|_[<>−])$/
const scripts = subsuperscripts.flatMap(([tex, text]) =>
  tex && text && !LOOKALIKE.test(tex) ? [[tex, text] as const] : [],
)
/** `^2` to ², `_i` to ᵢ: the key is the sign and one character. */
export const SCRIPTS = new Map<string, string>([
  ...scripts,
  ...pairs('^V=ⱽ ^∘=° ^°=° ^′=′ ^†=† ^‡=‡ ^*=* ^∗=* ^⊤=ᵀ ^⋆=⋆ ^®=® ^™=™'),
])
