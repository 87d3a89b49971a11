/**
 * Latin letters that are not a plain letter with accents (NFKD keeps them), by what people type for
 * them.
 */
const VARIANTS: Readonly<Record<string, string>> = {
  a: 'ⱥɑɐᴀ',
  aa: 'ꜳ',
  ae: 'æᴁ',
  b: 'ƀƃɓʙ',
  c: 'ƈȼɕᴄ',
  d: 'đðƌȡɖɗᴅ',
  e: 'ɇəǝɛᴇ',
  f: 'ƒꜰ',
  g: 'ǥɠɡɣɢ',
  h: 'ħɦⱨʜ',
  i: 'ıɨɩɪ',
  j: 'ɉȷʝᴊ',
  k: 'ƙⱪĸᴋ',
  l: 'łƚȴɫɬɭⱡʟ',
  m: 'ɱᴍ',
  n: 'ŋƞȵɲɳɴ',
  o: 'øɵɔⱺᴏ',
  oe: 'œɶ',
  ou: 'ȣ',
  p: 'ƥᵽᴘ',
  q: 'ɋʠ',
  r: 'ɍɼɽɾʀ',
  s: 'ȿʂꜱ',
  ss: 'ß',
  t: 'ŧƫƭȶʈⱦᴛ',
  th: 'þ',
  u: 'ʉʊᴜ',
  v: 'ʋⱱᴠ',
  w: 'ⱳᴡ',
  y: 'ƴɏʏ',
  z: 'ƶȥɀʐʑⱬʒᴢ',
  // Letters of Hawaiian, Uzbek and Ukrainian names that people type as an apostrophe.
  "'": 'ʻʼʽʹʾʿꞌ',
}

const LETTERS = new Map(
  Object.entries(VARIANTS).flatMap(([typed, letters]) => [...letters].map((letter) => [letter, typed])),
)
const ANY = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gu')
const PLAIN = /^[\0-\x7f]*$/

/**
 * Lower case without accents, compatibility forms resolved (NFKC), and Latin letters as people type
 * them: `Łoś` gives `los`, `ℓ₁` gives `l1`. Other scripts keep their letters, and kana the marks
 * that change the letter.
 */
export function plainLetters(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/(?![\u3099\u309a])\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(ANY, (letter) => LETTERS.get(letter) ?? letter)
}
