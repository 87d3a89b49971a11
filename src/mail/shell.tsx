import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { type Brand, LIGHT, SANS, SERIF } from '../wording/brand.ts'
import type { MailSite } from './mail.ts'

/** Type without a colour. */
export const FONT = {
  serif: `font-family:${SERIF}`,
  sans: `font-family:${SANS};font-size:14px;line-height:21px`,
}

/**
 * What both mails are set in. Clients drop style sheets, so every rule that matters stands inline.
 */
export const SET = {
  serif: `${FONT.serif};color:${LIGHT.ink}`,
  sans: `${FONT.sans};color:${LIGHT.soft}`,
  rule: `border-top:1px solid ${LIGHT.rule};font-size:0;line-height:0`,
}

/** The style of a link. */
export const linkOf = ({ light }: Brand) => `color:${light.accent};text-decoration:underline`

/** Classes of what changes in dark mode: ground, ink, soft, accent, rule, wash, button. */
const inDark = ({ dark }: Brand) => ({
  g: `background:${dark.ground}!important`,
  i: `color:${dark.ink}!important`,
  s: `color:${dark.soft}!important`,
  a: `color:${dark.accent}!important`,
  r: `border-color:${dark.rule}!important`,
  w: `background:${dark.wash}!important`,
  b: `background:${dark.accent}!important;color:${dark.ground}!important`,
})
/** Classes of what changes on small screens: the column of text, the column of numerals. */
const WHEN_SMALL = {
  p: 'padding-left:18px!important;padding-right:18px!important',
  n: 'width:26px!important',
}

/** Only what cannot stand inline, and of that only what this body uses. */
function sheetOf(body: string, brand: Brand): string {
  const used = new Set([...body.matchAll(/ class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' ')))
  const rules = (all: Record<string, string>) =>
    Object.entries(all).flatMap(([name, rule]) => (used.has(name) ? [`.${name}{${rule}}`] : []))
  return `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{-webkit-text-size-adjust:100%}
a{text-underline-offset:2px}
@media (prefers-color-scheme:dark){
${rules(inDark(brand)).join('\n')}
}
@media (max-width:520px){
${rules(WHEN_SMALL).join('\n')}
}`
}

type Shell = { brand: Brand; title: string; preheader: string; aside: string; children: Child }

/**
 * Keeps an inbox from showing what follows a short preheader: each is nothing, a break and a blank.
 */
const FILLER = '\u034f\u200c\u00a0'
/** What inboxes show of a preheader at most (UTF-16 units). */
const SHOWN = 140

/**
 * A whole mail document: hidden preheader, masthead, and the given rows in a column of at most 600
 * px.
 */
export const MailShell = (shell: Shell) => {
  const body = String(<Body {...shell} />)
  return (
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>{shell.title}</title>
        <style>{raw(sheetOf(body, shell.brand))}</style>
      </head>
      {raw(body)}
    </html>
  )
}

const Body = ({ brand, preheader, aside, children }: Shell) => (
  <body class="g" style={`margin:0;padding:0;background:${LIGHT.ground}`}>
    <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">
      {preheader}
      {FILLER.repeat(Math.max(0, SHOWN - preheader.length))}
    </div>
    <table
      role="presentation"
      class="g"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style={`background:${LIGHT.ground}`}
    >
      <tr>
        <td align="center">
          {/* The attribute is for Outlook, which knows no max-width. */}
          <table
            role="presentation"
            width="600"
            cellpadding="0"
            cellspacing="0"
            style="width:100%;max-width:600px"
          >
            <tr>
              <td class="p" align="left" style="padding:36px 28px 44px;text-align:left">
                <Masthead brand={brand} aside={aside} />
                {children}
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </table>
  </body>
)

const Masthead = ({ brand, aside }: { brand: Brand; aside: string }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
    <tr>
      <td
        class="i"
        style={`${SET.serif};font-size:23px;line-height:28px;font-weight:bold;letter-spacing:-0.2px`}
      >
        {brand.logo ?? brand.name}
      </td>
      <td class="s" align="right" valign="bottom" style={`${SET.sans};text-align:right`}>
        {aside}
      </td>
    </tr>
    <tr>
      <td colspan={2} style="padding-top:12px;font-size:0;line-height:0">
        <div class="a" style={`border-top:2px solid;color:${brand.light.accent};font-size:0;line-height:0`}>
          &nbsp;
        </div>
      </td>
    </tr>
  </table>
)

/** The foot of a single mail: who writes, and where they are. */
export const SiteFooter = ({ publicUrl, postalAddress, brand }: MailSite) => (
  <>
    <div class="r" style={`${SET.rule};margin-top:28px`}>
      &nbsp;
    </div>
    <p class="s" style={`${SET.sans};font-size:13px;line-height:20px;margin:16px 0 0`}>
      <a class="a" href={publicUrl} style={linkOf(brand)}>
        {publicUrl.replace(/^https?:\/\//, '')}
      </a>
      <br />
      {postalAddress}
    </p>
  </>
)
