import { replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js'
import { pairs, words } from './lists.ts'
import { ESCAPED } from './reading.ts'

/**
 * Characters that a title can use: Greek, letterlike symbols, arrows, operators, brackets. The
 * library also knows zodiac signs, dice and chess pieces, under names that authors give to their
 * own macros (`\gemini`, `\anchor`).
 */
const USEFUL =
  /^[\u00a1-\u00bf×÷\u0370-\u03ff\u2016-\u203a\u2100-\u214f\u2190-\u22ff\u2308-\u230b\u27f5-\u27ff\u2a7d\u2a7e]$/
/** Names that are more likely an author's macro than this symbol. */
const DENIED = new Set(
  words(
    'fun rel inj surj tinj tsur tfun pfun ffun dint duni buni exi nin nni DD dd ee ii jj second third assert sqrt',
  ),
)

const commands = replacements.flatMap(([tex, text]) => {
  const name = /^\\([A-Za-z]{2,})$/.exec(tex ?? '')?.[1]
  return name && text && USEFUL.test(text) && !DENIED.has(name) ? [[name, text] as const] : []
})

/**
 * Command names and their characters; the second list is ours, for names that the library lacks or
 * has otherwise.
 */
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

/** A character by its number; empty for a number that no text can contain. */
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

/** Names that TeX prints upright, unchanged. */
export const OPERATORS = new Set(
  words(
    'log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh max min sup inf lim limsup',
  ).concat(words('liminf arg argmax argmin det dim ker deg gcd hom mod bmod Pr tr rank softmax')),
)

/** `\mathbb{R}`: capitals only, other letters are printed plain. */
export const DOUBLE_STRUCK = new Map(
  replacements.flatMap(([tex, text]) => {
    const letter = /^\\mathbb\{([A-Z])\}$/.exec(tex ?? '')?.[1]
    // The library gives D the sign of a differential.
    return letter && text ? [[letter, letter === 'D' ? '𝔻' : text] as const] : []
  }),
)

/**
 * Not a script form of the character, although the library says so (Canadian syllabics, Hangul,
 * modifier arrows).
 */
const LOOKALIKE = /^(?:\^[.V∫<>]|_[<>−])$/
const scripts = subsuperscripts.flatMap(([tex, text]) =>
  tex && text && !LOOKALIKE.test(tex) ? [[tex, text] as const] : [],
)
/** `^2` to ², `_i` to ᵢ: the key is the sign and one character. */
export const SCRIPTS = new Map<string, string>([
  ...scripts,
  ...pairs('^V=ⱽ ^∘=° ^°=° ^′=′ ^†=† ^‡=‡ ^*=* ^∗=* ^⊤=ᵀ ^⋆=⋆ ^®=® ^™=™'),
])
