import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { DARK, LIGHT, NAME, SANS, SERIF } from '../wording/brand.ts'

/** What both mails are set in. Clients drop style sheets, so every rule that matters stands inline. */
export const SET = {
  serif: `font-family:${SERIF};color:${LIGHT.ink}`,
  sans: `font-family:${SANS};font-size:14px;line-height:21px;color:${LIGHT.soft}`,
  link: `color:${LIGHT.accent};text-decoration:underline`,
  rule: `border-top:1px solid ${LIGHT.rule};font-size:0;line-height:0`,
}

/** Only what cannot stand inline: dark mode and small screens. Classes: g ground, i ink, s soft, a accent, r rule, w wash. */
const SHEET = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;-webkit-text-size-adjust:100%}
a{text-underline-offset:2px}
@media (prefers-color-scheme:dark){
.g{background:${DARK.ground}!important}
.i{color:${DARK.ink}!important}
.s{color:${DARK.soft}!important}
.a{color:${DARK.accent}!important}
.r{border-color:${DARK.rule}!important}
.w{background:${DARK.wash}!important}
.b{background:${DARK.accent}!important;color:${DARK.ground}!important}
}
@media (max-width:520px){
.p{padding-left:18px!important;padding-right:18px!important}
.n{width:26px!important}
}`

type Shell = { title: string; preheader: string; aside: string; children: Child }

/** A whole mail document: hidden preheader, masthead, and the given rows in a column of at most 600 px. */
export const MailShell = ({ title, preheader, aside, children }: Shell) => (
  <html lang="en" dir="ltr">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
      <title>{title}</title>
      <style>{raw(SHEET)}</style>
    </head>
    <body class="g" style={`margin:0;padding:0;background:${LIGHT.ground}`}>
      <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{preheader}</div>
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
                  <Masthead aside={aside} />
                  {children}
                </td>
              </tr>
            </table>
          </td>
        </tr>
      </table>
    </body>
  </html>
)

const Masthead = ({ aside }: { aside: string }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
    <tr>
      <td
        class="i"
        style={`${SET.serif};font-size:23px;line-height:28px;font-weight:bold;letter-spacing:-0.2px`}
      >
        {NAME}
      </td>
      <td class="s" align="right" valign="bottom" style={`${SET.sans};text-align:right`}>
        {aside}
      </td>
    </tr>
    <tr>
      <td colspan={2} style="padding-top:12px;font-size:0;line-height:0">
        <div class="a" style={`border-top:2px solid;color:${LIGHT.accent};font-size:0;line-height:0`}>
          &nbsp;
        </div>
      </td>
    </tr>
  </table>
)
