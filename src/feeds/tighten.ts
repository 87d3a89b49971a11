/**
 * The library gives CDATA lines of its own. White space around an id or an address belongs to it
 * (RFC 4287 §4.2.6), so it goes.
 */
export const tighten = (xml: string): string =>
  xml.replace(/>\n\s*<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\n\s*<\//g, ']]></')
