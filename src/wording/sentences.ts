const set = (words: string) => new Set(words.split(' '))

// Words that end in a full stop and never end a sentence.
const NEVER_LAST = set('fig figs eq eqs eqn eqns sec secs refs vs cf e.g i.e eg ie viz resp approx ca incl')
// The same for words with a capital: `10 ms. With` ends, `Ms. Smith` goes on.
const TITLES = set('mr mrs ms dr prof st hon rev')
// The same before a number: `no. 3` goes on, `the answer is no. We` ends.
const NEVER_LAST_BEFORE_NUMBER = set('no nos ch vol p pp v ver ed art tab ref alg thm def prop lem cor app')
// Words with a full stop that may end a sentence: they do if an opening word follows.
const MAYBE_LAST = set('al et inc ltd co corp jr sr dept univ assoc conf proc trans est')
// Words that open sentences and are never names.
const OPENING =
  'We|Our|The|This|These|Those|That|It|Its|They|Their|There|Here|In|To|For|By|With|On|At|As|From|Through|Using|' +
  'While|When|Where|Although|Though|Despite|However|But|Yet|And|Or|So|Thus|Hence|Therefore|Moreover|' +
  'Furthermore|Additionally|Also|Finally|Specifically|Then|Next|First|Second|Such|Some|Most|Many|All|Both|Each|' +
  'Unlike|Instead|Based|Given|Since|Because|If|After|Before|What|How|Why|Which|Can|Is|Are|An|One|Two|' +
  'Experiments|Results|Extensive|Recent|Recently|Existing|Code'
const OPENS = new RegExp(`^["'“‘(]?(?:A|${OPENING}),?\\s`)
// A word begins after white space, or where a stop and an opening word are joined: `of it.We`.
const WORDS = new RegExp(`(?<=\\s)(?=\\S)|(?<=[\\p{Ll}\\d)\\]"”][.!?])(?=(?:${OPENING})[,\\s])`, 'u')
// A capital, a number, a letter of a script without capitals, a name such as `iPhone`, or TeX.
const LARGE = /^["'“”‘’«([{*_`$\\]*(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}]|\p{Ll}+[\p{Lu}\d])|^[$\\]/u
// `i)`, `(b)`: the items of a list.
const PART_OF_LIST = /^\(?(?:[ivx]{1,4}|[a-e])\)\s/
// Brackets and quotation marks that close after a stop: `... is dead." We ...`.
const CLOSING = '"\'”’»)]}*'
// `U.S.`, `Ph.D.`, `i.i.d.`, `w.r.t.`, and the initial `J.`
const DOTTED = /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$|^\p{Lu}$/u
// A bracket that stays open for longer was never closed, and is ignored.
const LONGEST_BRACKET = 300

/**
 * The sentences of a text, in order, each with the white space after it: joined they are the text,
 * character for character. A stop ends a sentence unless it belongs to an abbreviation, an initial
 * or the number of a list, or is inside brackets; an empty line always ends one. Takes time linear
 * in the length of the text.
 */
export function sentencesOf(text: string): string[] {
  const words = text.split(WORDS)
  const sentences: string[] = []
  let begun: string[] = []
  let openBrackets = 0
  let sinceOpened = 0
  for (const [index, word] of words.entries()) {
    begun.push(word)
    sinceOpened += word.length
    for (const char of word) {
      if ('([{'.includes(char) && openBrackets++ === 0) sinceOpened = 0
      if (')]}'.includes(char) && openBrackets > 0) openBrackets--
    }
    const inBrackets = openBrackets > 0 && sinceOpened < LONGEST_BRACKET
    const ends = !inBrackets && endsHere(words[index - 1] ?? '', word, words[index + 1] ?? '')
    if (!ends && !endsParagraph(word) && index < words.length - 1) continue
    sentences.push(begun.join(''))
    begun = []
    openBrackets = 0
  }
  return sentences.filter((sentence) => sentence !== '')
}

/** The sentences of `sentencesOf` without the white space around them; none for a blank text. */
export function trimmedSentencesOf(text: string): string[] {
  return sentencesOf(text)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

function endsParagraph(word: string): boolean {
  return word.slice(word.trimEnd().length).split('\n').length > 2
}

/** Whether a sentence ends with `word`, which is between the other two. */
function endsHere(before: string, word: string, after: string): boolean {
  const written = word.trimEnd()
  let end = written.length
  while (end > 0 && CLOSING.includes(written.charAt(end - 1))) end--
  const stop = end > 0 ? written.charAt(end - 1) : ' '
  if (!'.!?…'.includes(stop)) return false
  const bare = bareWord(written.slice(0, end))
  if (stop === '.' && goesOn(bare, before, after)) return false
  if (OPENS.test(after)) return true
  // `of any size. k-means is`: an ordinary word with a stop also ends a sentence before small
  // letters.
  if (!LARGE.test(after) && !PART_OF_LIST.test(after))
    return stop === '.' && end === written.length && /^\p{L}{4,}$/u.test(bare) && !MAYBE_LAST.has(bare)
  // `Yahoo! Answers`: a name may contain an exclamation mark.
  if (stop === '!') return !/^\p{Lu}/u.test(word) || before === ''
  if (stop !== '.') return true
  const alone = bare === '' && written !== '.'
  return !alone && !MAYBE_LAST.has(bare.toLowerCase()) && !DOTTED.test(bare)
}

/** Whether the full stop after `word` belongs to the word, whatever follows. */
function goesOn(word: string, before: string, after: string): boolean {
  const small = word.toLowerCase()
  if (/^\p{Lu}/u.test(word) && TITLES.has(small)) return true
  // `as follows: 1. A model 2. A data set`.
  if (/^\d{1,2}$/.test(word) && /(?:^|[:;,.?!]\s*)$/.test(before.slice(-3))) return true
  // `on CF. Our`: a name in capitals is not an abbreviation of a reference.
  if (/^\p{Lu}{2}/u.test(word)) return false
  return NEVER_LAST.has(small) || (NEVER_LAST_BEFORE_NUMBER.has(small) && /^[\d(]/.test(after))
}

/** A word without the marks before its first letter or digit, and without the stops after it. */
function bareWord(word: string): string {
  let start = 0
  while (start < word.length && !/[\p{L}\p{N}]/u.test(word.charAt(start))) start++
  let end = word.length
  while (end > start && '.!?…'.includes(word.charAt(end - 1))) end--
  return word.slice(start, end)
}
