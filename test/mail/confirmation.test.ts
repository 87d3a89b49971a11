import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Chosen, chosenInWords } from '../../src/mail/chosen.ts'
import { renderConfirmation } from '../../src/mail/confirmation.tsx'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { attributes } from '../helpers/html.ts'

const mail = {
  publicUrl: 'https://papertide.example',
  confirmUrl: 'https://papertide.example/confirm?token=a.b&x=1',
  neverUrl: 'https://papertide.example/never?token=a.b',
  postalAddress: 'Papertide, 1 Example Street <Berlin>',
  brand: PAPERTIDE,
  chosen: 'about five rising papers, once a day at 07:00 (UTC)',
}

test('a confirmation mail leads to its two answers and the product, and nowhere else', () => {
  const { subject, html, text } = renderConfirmation(mail)
  expect(subject).toBe('Confirm your Papertide subscription')
  expect(attributes(html, 'href')).toEqual([mail.confirmUrl, mail.confirmUrl, mail.neverUrl, mail.publicUrl])
  expect(text.match(/https?:\S+/g)).toEqual([mail.confirmUrl, mail.neverUrl, mail.publicUrl])
  expect(html).not.toMatch(/<img|<script|url\(/)
})

test('both parts say what to do when it was not you, and who writes', () => {
  const { html, text } = renderConfirmation(mail)
  expect(html).toContain('If this was not you, ignore this mail.')
  expect(text).toContain('If this was not you, ignore this mail.')
  expect(html).toContain('Papertide, 1 Example Street &lt;Berlin&gt;')
  expect(text).toContain(mail.postalAddress)
})

const WHOLE: Chosen = {
  kind: 'daily',
  timezone: 'UTC',
  hour: 7,
  days: 127,
  papers: 20,
  topics: '',
  early: false,
}
const KNOWN = new Set(['cs.CL', 'cs.LG', 'cs.CY'])
const said = (given: Partial<Chosen>) => chosenInWords({ ...WHOLE, ...given }, KNOWN)

test('what was chosen is said in our own words: categories by name, interests and muted words by number', () => {
  expect(said({})).toBe(
    'about five rising papers with a reason each, and ten one-liners, once a day at 07:00 (UTC)',
  )
  expect(said({ papers: 5, days: 0b001_1111, hour: 18, timezone: 'Asia/Tokyo' })).toBe(
    'at most 5 papers, those that rise most, with a reason each, from Monday to Friday at 18:00 (Asia/Tokyo)',
  )
  expect(said({ early: true })).toBe(
    'about five rising papers with a reason each, and ten one-liners, once a day at 07:00 (UTC), and at the end up to three papers that no daily list has yet',
  )
  expect(said({ kind: 'weekly', days: 0b100 })).toBe(
    'the best papers of a week with a reason each, once a week, on Wednesday, at 07:00 (UTC)',
  )
  const topics = 'category=cs.CL,cs.LG,-cs.CY&q=agents, author:"Ada Lovelace", "buy now"&mute=survey'
  expect(said({ topics, papers: 10, days: 0b000_1001 })).toBe(
    'new papers in cs.CL or cs.LG, not in cs.CY, of 3 interests, without 1 muted word, at most 10 papers, best first, on Monday and Thursday at 07:00 (UTC)',
  )
  expect(said({ topics: 'q=agents' })).toContain('new papers of 1 interest, best first, once a day')
  expect(said({ topics: 'category=cs.CL,visit-my.Site,buy' })).toContain(
    'in cs.CL or 2 more categories, best',
  )
  expect(said({ topics: 'category=visit-my.Site' })).toContain('new papers in 1 category, best first')
})

test('no word that a stranger typed is in it, whatever they type', () => {
  const word = fc.stringMatching(/^[a-z]{3,9}$/).map((text) => `zq${text}`)
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 5 }),
      fc.array(word, { maxLength: 5 }),
      (words, muted) => {
        const category = `&category=${words.map((one) => `${one}.${one}`).join(',')}`
        const topics = `q=${words.join(', ')}, author:"${words.join(' ')}"&mute=${muted.join(',')}${category}`
        expect(said({ topics })).not.toContain('zq')
      },
    ),
  )
})
