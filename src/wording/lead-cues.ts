// Expressions for the words by which abstracts say what is new, and what is background. Each takes
// time linear in the text.

const MANNER = '(?:\\w+ly |also |then |further |first |thus |here |hence )?'
const PAPER = '(?:paper|work|article|study|research|report|survey|technical report|position paper)'
const BRING =
  'propose|present|introduce|develop|describe|design|build|devise|formulate|release|study|investigate|explore|' +
  'examine|analyze|analyse|address|revisit|extend|derive|construct|curate|create|unveil|open-source'
const BRINGS =
  'proposes|presents|introduces|develops|describes|designs|builds|formulates|releases|studies|investigates|explores|' +
  'examines|analyzes|analyses|addresses|revisits|extends|provides|shows|demonstrates|aims|surveys|reviews|reports'

/** `we propose`, `this paper investigates`: the sentence says what the paper contributes. */
export const ANNOUNCES = new RegExp(
  `\\bwe ${MANNER}(?:${BRING})\\b|\\b(?:this|our) ${PAPER} ${MANNER}(?:${BRINGS})\\b|\\bin this ${PAPER},? we\\b`,
  'i',
)

/** The plainest of these words. */
export const INTRODUCES = new RegExp(
  `\\bwe ${MANNER}(?:propose|present|introduce)\\b|\\b(?:this|our) ${PAPER} ${MANNER}(?:proposes|presents|introduces)\\b`,
  'i',
)

/** `We show that ...`: a finding. */
export const FINDS = new RegExp(
  `\\bwe ${MANNER}(?:show|find|prove|demonstrate|argue|reveal|discover|provide|identify)\\b`,
  'i',
)

/** The authors or their paper speak of themselves. */
export const AUTHORS = new RegExp(`\\bwe\\b|\\b(?:this|our) ${PAPER}\\b`, 'i')

/** `Furthermore, ...`, `we also ...`: an addition, not the main point. */
export const CONTINUES =
  /^(?:furthermore|moreover|additionally|in addition|finally|lastly|also|further|besides|second|secondly|then|next)\b|\bwe (?:also|further|additionally|finally)\b/i

/** `have been shown`, `has become`: earlier work. */
export const LOOKS_BACK =
  /^(?:existing|previous|prior|recent|recently|current|currently|traditional|conventional|many|most|numerous)\b|\b(?:has|have) (?:\w+ly )?(?:been|shown|achieved|become|proven|made|received|demonstrated|gained|emerged|led|attracted)\b/i

/** `However, ...`: a problem, which the next sentence often answers. */
export const OBJECTS =
  /^(?:however|but|yet|although|though|despite|while|unfortunately|nevertheless|nonetheless|even|whereas|since|because|as|when|if)\b/i

/** Where to find the code or the page; such a sentence never says what is new. */
export const POINTS_ELSEWHERE =
  /https?:|\bgithub\b|\b(?:publicly|will be) (?:available|released)\b|\bproject page\b|\bopen-sourced\b/i

/** A measured gain, as a result states it. */
export const GAINS =
  /\b(?:outperform|surpass|exceed|achiev|attain|improv|reduc|increas|boost|gain|speed|accelerat|faster|fewer|rais|reach|beat|state-of-the-art|sota)/i

/**
 * A number with what it counts, or a fraction: `12%`, `3.5x`, `86.3`, `from 40 to 60`. Not the
 * number in a name such as `Step1X` or `v2.1`.
 */
export const MEASURES =
  /\d\\?%|(?<![\w.]|[a-z]-)\d+(?:\.\d|\s?(?:x|×|times|points?|percent|percentage|fold)\b)|\bfrom \d/i
