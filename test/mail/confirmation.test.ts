import { expect, test } from 'vitest'
import { renderConfirmation } from '../../src/mail/confirmation.tsx'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { attributes } from '../helpers/html.ts'

const mail = {
  publicUrl: 'https://papertide.example',
  confirmUrl: 'https://papertide.example/confirm?token=a.b&x=1',
  neverUrl: 'https://papertide.example/never?token=a.b',
  postalAddress: 'Papertide, 1 Example Street <Berlin>',
  brand: PAPERTIDE,
  narrowed: false,
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
