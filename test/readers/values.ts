// Values that all formats share, as strictly as the specifications and the W3C Feed Validation
// Service take them (https://validator.w3.org/feed/docs/). Each answers with sentences; none when
// all is well.

/** A full address with no character that RFC 3986 forbids. */
export const addresses = (name: string, texts: readonly string[]): string[] =>
  texts
    .filter(
      (text) => !/^https?:\/\/[^/?#]+[0-9A-Za-z;/?:@&=+$.\-_!~*'(),%#]*$/.test(text) || !URL.canParse(text),
    )
    .map((text) => `${name} is not a full and valid address: ${JSON.stringify(text)}`)

/** An instant of RFC 3339 that is neither before 1990 nor to come. */
export const instants = (name: string, texts: readonly string[]): string[] =>
  texts
    .filter(
      (text) =>
        !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) ||
        !plausible(Date.parse(text)),
    )
    .map((text) => `${name} is not a plausible RFC 3339 date: ${text}`)

/** A date of RFC 822 whose day of the week is true; its form is the schema's affair. */
export const oldDates = (name: string, texts: readonly string[]): string[] =>
  texts
    .filter((text) => {
      const at = Date.parse(text)
      return !plausible(at) || new Date(at).toUTCString().slice(0, 3) !== text.slice(0, 3)
    })
    .map((text) => `${name} is not a plausible date: ${text}`)

const plausible = (at: number) => at >= Date.UTC(1990, 0, 1) && at <= Date.now() + 600_000

/** Each once, and none empty. */
export const unique = (name: string, texts: readonly string[]): string[] =>
  texts
    .filter((text, index) => text.trim() === '' || texts.indexOf(text) !== index)
    .map((text) => `${name} is empty or not unique: ${JSON.stringify(text)}`)

/** No white space around it: in an id, an address or a date it would belong to the value. */
export const bare = (name: string, texts: readonly string[]): string[] =>
  texts
    .filter((text) => text.trim() !== text)
    .map((text) => `${name} has white space around it: ${JSON.stringify(text)}`)

/** Plain text: no end of an HTML element, no entity that would be shown as it is written. */
export const plain = (name: string, texts: readonly string[]): string[] =>
  texts
    .filter((text) => text.trim() === '' || /<\/\w+>|&(?:#\w+|amp|lt|gt|quot|apos|nbsp);/.test(text))
    .map((text) => `${name} is empty or has HTML in it: ${text}`)

/** No C1 control and no replacement character: what a wrong decoding leaves behind. */
export const wellDecoded = (text: string): string[] =>
  (text.match(/.{0,20}[\u0080-\u009F\uFFFD].{0,20}/gu) ?? []).map((found) => `bad character: ${found}`)

/** How it was served: exactly this type, in UTF-8, and never with a byte order mark. */
export const served = (
  type: string,
  { contentType, text }: { contentType: string; text: string },
): string[] => [
  ...(contentType === `${type}; charset=utf-8` ? [] : [`served as ${contentType}`]),
  ...(text.startsWith('\uFEFF') ? ['begins with a byte order mark'] : []),
]
