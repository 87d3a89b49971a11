import { SCRIPTS } from './symbols.ts'

/** `^` and `2` become ²; a script of which any character has no Unicode form stays TeX, `_{QCD}`. */
export function toScript(sign: string, text: string): string {
  const forms = [...text.replaceAll(' ', '')].map((character) => SCRIPTS.get(sign + character))
  if (forms.every((form) => form !== undefined)) return forms.join('')
  return [...text].length === 1 ? sign + text : `${sign}{${text}}`
}
