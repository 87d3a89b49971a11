/**
 * The library writes CDATA on lines of its own. White space around an id or an address would belong
 * to it (RFC 4287 §4.2.6), so it is removed.
 */
export const tighten = (xml: string): string =>
  xml.replace(/>\n\s*<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\n\s*<\//g, ']]></')
