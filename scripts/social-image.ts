// A one-off: draws the picture that link previews show, from the product's own colours and words.
// node scripts/social-image.ts     (needs a Chromium; CHROMIUM names another than
// /usr/bin/chromium)
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { PAPERTIDE, SERIF } from '../src/wording/brand.ts'

const { name, claim, light: LIGHT } = PAPERTIDE

// Drawn on 24 by 24; the same mark as in src/web/mark.tsx.
const MARK = `<svg viewBox="0 0 24 24" width="96" height="96"><path d="M5 14.6c2.3 0 2.4-2.3 4.7-2.3s2.3 2.3 4.6 2.3 2.4-2.3 4.7-2.3v8.95H5z" fill="${LIGHT.accent}"/><path d="M5 2.75h9.25L19 7.5v13.75H5z" fill="none" stroke="${LIGHT.accent}" stroke-width="1.5" stroke-linejoin="round"/></svg>`
const wave = (phase: number, height: number) =>
  Array.from({ length: 121 }, (_, step) => {
    const t = step / 120
    return `${1200 * t},${(height - 90 * t ** 2 + (3 + 16 * t) * Math.sin(phase + 22 * t)).toFixed(1)}`
  }).join(' ')
const WATER = `<svg viewBox="0 0 1200 200" width="1200" height="200"><polygon points="0,200 ${wave(1.1, 130)} 1200,200" fill="${LIGHT.accent}" opacity=".25"/><polygon points="0,200 ${wave(0, 150)} 1200,200" fill="${LIGHT.accent}"/></svg>`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 1200, height: 630 } })
await page.setContent(`<body style="margin:0;background:${LIGHT.ground};color:${LIGHT.ink};font-family:${SERIF}">
<div style="padding:72px 80px;display:flex;align-items:center;gap:20px;font-size:64px;font-weight:600">${MARK}${name}</div>
<p style="margin:0 80px;max-width:1000px;font-size:68px;line-height:1.15;font-weight:600;letter-spacing:-.02em">${claim}</p>
<div style="position:absolute;left:0;bottom:-6px">${WATER}</div></body>`)
await page.screenshot({ path: join(import.meta.dirname, '../src/web/assets/social.png') })
await browser.close()
