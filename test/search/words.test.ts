import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rarest } from '../../src/search/cost.ts'
import { closest, editDistance } from '../../src/search/distance.ts'
import { asDocument } from '../../src/search/document.ts'
import { matchAll, matchAny, narrowed } from '../../src/search/match.ts'
import { LONGEST_QUERY, parseQuery } from '../../src/search/query.ts'
import { fold, formsOf } from '../../src/search/words.ts'
import { aPaper } from '../helpers/papers.ts'

const NONE = { categories: [], exceptCategories: [], muted: [] }

test('compounds are known whole and split, accents folded', () => {
  expect(formsOf('Time-R1: a Gödel-Machine for GPT4')).toBe(
    'timer1 time r 1 godelmachine godel machine gpt4 gpt 4',
  )
})

test('letters are folded once and for all: accents, variants and case', () => {
  expect(fold('Émile ℓ₁-Norm ﬁt ２D')).toBe('emile l1-norm fit 2d')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }),
  )
})

test('letters that only look like plain ones are folded as people type them', () => {
  const typed = {
    'Paweł Łoś': 'pawel los',
    'Anders Søgaard': 'anders sogaard',
    'Łukasz Kaiser': 'lukasz kaiser',
    'Đorđe Ðuro': 'dorde duro',
    'STRAẞE Weißenborn': 'strasse weissenborn',
    'Ærø Œuvre': 'aero oeuvre',
    'Þórir Sigurðsson': 'thorir sigurdsson',
    'Işıl İnan': 'isil inan',
    'Ħamrun Sápmi Ŋ Ŧ': 'hamrun sapmi n t',
    'Ɓala Ɗan Ƙano': 'bala dan kano',
    'Vũ Hoàng Đức': 'vu hoang duc',
    'Oʻzbek Kaʻiulani': "o'zbek ka'iulani",
    'ǾǼ ǆ ŀ': 'oae dz l·',
  }
  for (const [name, folded] of Object.entries(typed)) expect(fold(name), name).toBe(folded)
})

test('Greek signs are spelled, and words of Greek stay words', () => {
  const spelled = {
    'π₀': 'pi0',
    'π0.5': 'pi0.5',
    Π: 'pi',
    '𝜋₀ 𝛑': 'pi0 pi',
    'α-β': 'alpha-beta',
    'αβ-CROWN': 'alpha-beta-crown',
    'ϵ ε Ω Ω µP ϕ': 'epsilon epsilon omega omega mu-p phi',
    'μTransfer Δx 2σ': 'mu-transfer delta-x 2sigma',
    'Ελληνική ΛΌΓΟΣ λόγος': 'ελληνικη λογοσ λογοσ',
  }
  for (const [text, folded] of Object.entries(spelled)) expect(fold(text), text).toBe(folded)
  expect(formsOf('μTransfer')).toBe('mutransfer mu transfer')
})

test('each letter of scripts without blanks is a word, and a run of them a compound', () => {
  expect(fold('深度学习')).toBe('深-度-学-习')
  expect(fold('ガンマGPT-4のモデル、大規模')).toBe('ガ-ン-マ gpt-4 の-モ-デ-ル、大-規-模')
  expect(fold('ｶﾞﾝﾏ データ')).toBe('ガ-ン-マ デ-ー-タ')
  expect(fold('언어 모델을')).toBe('언-어 모-델-을')
  expect(parseQuery('深度学习 agents')).toEqual({ compounds: ['深-度-学-习', 'agents'], phrases: [] })
})

test('what is folded is folded, whatever it was', () => {
  const bits = fc.constantFrom(...'aZ0 -πΩςλßŁøıİ深度モガー모델ﬁ₀\u0301\u3099ǅʼ．')
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      expect(fold(fold(text))).toBe(fold(text))
      expect(fold(text.toLowerCase())).toBe(fold(text))
      expect(fold(text.normalize('NFKC'))).toBe(fold(text))
    }),
    { numRuns: 1_000 },
  )
})

test('the coined name of a title stands before its colon', () => {
  expect(asDocument({ ...aPaper({ title: 'X-CROSS: Dynamic Models' }), revision: 1 }).name).toBe(
    'x-cross xcross x cross',
  )
  expect(asDocument({ ...aPaper({ title: 'Attention Is All You Need' }), revision: 1 }).name.trim()).toBe('')
})

test('a question is words, compounds and phrases; operators are nothing', () => {
  expect(parseQuery('NEAR( "chain of thought" time-R1 * -')).toEqual({
    compounds: ['near', 'time-r1'],
    phrases: [['chain', 'of', 'thought']],
  })
  for (const text of ['', '"', '* - "" ^', '()', '""""'])
    expect(parseQuery(text), text).toHaveProperty('error')
  expect(parseQuery('a'.repeat(LONGEST_QUERY + 1))).toEqual({
    error: 'A search can have at most 500 characters; this one has 501.',
  })
})

test('a long question is looked for by its rarest words, and the others are told apart', () => {
  const query = { compounds: ['language', 'models', 'kissing', 'vision-language'], phrases: [['a', 'b']] }
  const often = new Map(Object.entries({ kissing: 3, vision: 4000, language: 9000, models: 9500 }))
  expect(rarest(query, often)).toEqual({
    rare: { compounds: ['kissing', 'vision'], phrases: [['a', 'b']] },
    common: ['language', 'models'],
  })
  // One word at least is looked for, and words that are in no paper find nothing.
  expect(rarest({ compounds: ['models', 'zzz'], phrases: [] }, new Map([['models', 50_000]]))).toEqual({
    rare: { compounds: ['zzz', 'models'], phrases: [] },
    common: [],
  })
})

test('a word is corrected to a close one and left alone when none is close', () => {
  expect(editDistance('xcrsos', 'xcross')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
  expect(closest('difusion', ['fusion', 'diffusion', 'diffuse'])).toBe('diffusion')
  expect(closest('zebra', ['zoo', 'cobra'])).toBe(null)
})

test('distances are those of a metric on swaps, gaps and replacements', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, b) === 0).toBe(a === b)
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }),
  )
})

test('whatever is typed, an expression holds quoted words and our own operators only', () => {
  const ours = /\{[a-z ]+\}|\b(AND|OR|NOT)\b|categories|[():]/g
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 20 }), (text, muted) => {
      const query = parseQuery(text)
      if ('error' in query) return
      const filter = { ...NONE, categories: [text], muted: [muted] }
      for (const match of [
        narrowed(matchAll(query), filter, 'words'),
        narrowed(matchAny(query), NONE, 'stems'),
        narrowed(matchAny(query, ['the', 'common']), NONE, 'stems'),
      ])
        expect(
          match
            .replace(/"[\p{L}\p{N} ]*"/gu, '')
            .replace(ours, '')
            .trim(),
        ).toBe('')
    }),
  )
})
